// Every command of the clerk is one Action in one registry (registry.ts). The keyboard, the palette, the sheet of
// keys, the footer and the buttons' tooltips all read it, so a key can never be shown that does not work.
// A screen offers what can be done on it by putting its commands into the scope while it is mounted
// (useOffer); an action asks the scope whether it makes sense now and runs through it.
import type { FieldMark } from '../../shared/domain/field.ts';
import type { Role } from '../../shared/domain/roles.ts';
import type { Route, Screen } from '../app-route.ts';

export type BatchesScope = {
  readonly hasBatch: boolean;
  readonly canPause: boolean;
  readonly canResume: boolean;
  readonly canCancel: boolean;
  newBatch(): void;
  editBatch(): void;
  deleteBatch(): void;
  pickFiles(): void;
  pickFolder(): void;
  samples(): void;
  pause(): void;
  resume(): void;
  cancel(): void;
  retryAll(): void;
  openPages(): void;
  openCorrection(): void;
};

export type PagesScope = {
  readonly isOpen: boolean;
  readonly canRetry: boolean;
  readonly canCorrect: boolean;
  open(): void;
  close(): void;
  step(by: 1 | -1): void;
  retry(): void;
  correct(): void;
};

export const TABLE_COMMANDS = [
  'turn-right',
  'turn-left',
  'turn-over',
  'straighten-pages',
  'crop-pages',
  'split-spread',
  'reset-image',
  'bin-pages',
  'restore-pages',
  'empty-bin',
  'skip-pages',
  'new-record-here',
  'join-records',
  'set-record-type',
  'select-all-pages',
  'select-record-pages',
  'clear-selection',
  'cut-pages',
  'paste-pages',
  'move-pages-earlier',
  'move-pages-later',
  'undo-pages',
  'redo-pages',
  'show-proposals',
  'show-page-actions',
  'show-bin',
  'accept-proposal',
  'refuse-proposal',
  'larger-thumbnails',
  'smaller-thumbnails',
] as const;
export type TableCommand = (typeof TABLE_COMMANDS)[number];
/** The light table: what can be done with the pages chosen on it, or with the one that is open. */
export type TableScope = { can(command: TableCommand): boolean; run(command: TableCommand): void };

export type ViewerScope = { zoom(by: 1 | -1): void; fit(to: 'width' | 'page'): void; toggleWords(): void; scroll(by: 1 | -1): void; pan(toRight: 1 | 0 | -1, down: 1 | 0 | -1): void };

export const DESK_DIALOGS = ['record-type', 'add-field', 'jump', 'history'] as const;
export type DeskDialog = (typeof DESK_DIALOGS)[number];

export type DeskScope = {
  readonly hasField: boolean;
  readonly optionCount: number;
  /** Stretches of the field's text that may be wrong. */
  readonly runCount: number;
  /** In a date or a number a bare digit is text, not a choice. */
  readonly digitsAreText: boolean;
  readonly canRepeat: boolean;
  readonly canRedo: boolean;
  /** Texts of a window that is gone are offered. */
  readonly hasOffered: boolean;
  readonly pageCount: number;
  accept(): void;
  acceptRecord(): void;
  stepDoubt(by: 1 | -1): void;
  stepRecord(by: 1 | -1): void;
  choose(index: number): void;
  /** Whether the arrows walk through what the letters may mean: text is being typed and the caret is at its end. */
  canComplete(): boolean;
  complete(by: 1 | -1): void;
  /** Selects the next of them, so that typing replaces it. */
  stepRun(by: 1 | -1): void;
  revert(): void;
  undo(): void;
  redo(): void;
  repeatLast(): void;
  mark(mark: FieldMark): void;
  frameRegion(): void;
  stepPage(by: 1 | -1): void;
  open(dialog: DeskDialog): void;
  takeOffered(): void;
  secondWindow(): void;
};

export const REVIEW_COMMANDS = ['review-next', 'review-agree', 'review-fault', 'review-return', 'review-down', 'review-up', 'review-leave'] as const;
export type ReviewCommand = (typeof REVIEW_COMMANDS)[number];
export type ReviewScope = { can(command: ReviewCommand): boolean; run(command: ReviewCommand): void };

/** A frame on the page that is to be read into the field in focus. */
export type RegionScope = {
  readonly state: 'framing' | 'reading' | 'read';
  move(x: number, y: number): void;
  grow(x: number, y: number): void;
  /** Reads the frame, or takes what was read. */
  confirm(): void;
  cancel(): void;
};

export type AppScope = { openPalette(): void; openKeys(): void; nextTheme(): void; nextLanguage(): void; go(screen: Screen): void };

/** For whoever signed in with an account. */
export type PersonScope = { lock(): void; switchPerson(): void; signOut(): void };

export type Scope = {
  readonly route: Route;
  /** Of whoever sits at the window. */
  readonly roles: readonly Role[];
  readonly app: AppScope | null;
  readonly person: PersonScope | null;
  readonly batches: BatchesScope | null;
  readonly pages: PagesScope | null;
  readonly table: TableScope | null;
  readonly viewer: ViewerScope | null;
  readonly desk: DeskScope | null;
  readonly region: RegionScope | null;
  readonly review: ReviewScope | null;
};

export const ACTION_GROUPS = ['field', 'region', 'record', 'view', 'page', 'batch', 'go', 'app'] as const;

export type Action = {
  readonly id: string;
  /** i18n key `action.<id>` unless said otherwise. */
  readonly group: (typeof ACTION_GROUPS)[number];
  /** As "Ctrl+Enter"; several when several do. */
  readonly keys: readonly string[];
  /** Whether the key works while the caret is in a text: never, only while the text is as it was saved, or always. */
  readonly inText: 'never' | 'untouched' | 'always';
  /** Shown in the footer when it can be run. */
  readonly inFooter?: boolean;
  when(scope: Scope): boolean;
  run(scope: Scope): void;
};
