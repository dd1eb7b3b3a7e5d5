// What a person does to pages and record boundaries on the light table. Every action names many pages at
// once, is kept in an append-only log with what it changed, and can be taken back.
import { z } from 'zod';
import { boxSchema } from '../domain/geometry.ts';
import { alternativeSchema } from '../domain/reading.ts';
import { transformsSchema } from '../domain/transform.ts';

/** TT 03/2025/TT-VPCP Điều 5.2: filed online; only shown, not handed in; opinion of a participating agency; secret. */
export const SKIP_REASONS = ['filed-online', 'only-presented', 'agency-opinion', 'secret'] as const;
export const skipReasonSchema = z.enum(SKIP_REASONS);
export type SkipReason = z.infer<typeof skipReasonSchema>;

export const proposalAnswerSchema = z.enum(['accepted', 'refused']);
export type ProposalAnswer = z.infer<typeof proposalAnswerSchema>;
export const proposalKindSchema = z.enum(['blank', 'duplicate', 'poor-scan', 'boundary', 'spread']);
export type ProposalKind = z.infer<typeof proposalKindSchema>;

const MAX_PAGES = 10_000;
const pageIdsSchema = z.array(z.string().min(1).max(64)).min(1).max(MAX_PAGES);
const recordIdsSchema = z.array(z.string().min(1).max(64)).min(1).max(MAX_PAGES);

/** Quarter turns and fine turns are clockwise and come on top of the page as it is delivered now. */
export const pageChangeSchema = z.discriminatedUnion('do', [
  z.object({ do: z.literal('rotate'), angleDeg: z.union([z.literal(90), z.literal(180), z.literal(270)]) }),
  z.object({ do: z.literal('straighten'), angleDeg: z.number().min(-45).max(45) }),
  /** In shares of the delivered page, 0 to 1, so that one frame fits pages of different sizes. */
  z.object({ do: z.literal('crop'), box: boxSchema }),
  z.object({ do: z.literal('set'), transforms: transformsSchema }),
  /** The program decides again. */
  z.object({ do: z.literal('reset') }),
]);
export type PageChange = Readonly<z.infer<typeof pageChangeSchema>>;

export const pageActionSchema = z.discriminatedUnion('kind', [
  /** Puts the pages, in the given order, before another page; null: at the end. */
  z.object({ kind: z.literal('move'), pageIds: pageIdsSchema, before: z.string().nullable() }),
  z.object({ kind: z.literal('bin'), pageIds: pageIdsSchema }),
  z.object({ kind: z.literal('restore'), pageIds: pageIdsSchema }),
  /** "Không số hóa", with its legal reason; null takes the mark away. */
  z.object({ kind: z.literal('skip'), pageIds: pageIdsSchema, reason: skipReasonSchema.nullable() }),
  z.object({ kind: z.literal('transform'), pageIds: pageIdsSchema, change: pageChangeSchema }),
  /** Each page becomes two of the same scan, one behind the other: cut across its width (x, left first) or its height (y, upper first), `at` a share of it. */
  z.object({ kind: z.literal('split-spread'), pageIds: pageIdsSchema, axis: z.enum(['x', 'y']).default('x'), at: z.number().min(0.05).max(0.95).default(0.5) }),
  /** Each page begins a record. */
  z.object({ kind: z.literal('split'), pageIds: pageIdsSchema }),
  /** The records become one; their pages must follow one another. */
  z.object({ kind: z.literal('join'), recordIds: recordIdsSchema }),
  /** null lets the extractor decide again. What a clerk has written stays. */
  z.object({ kind: z.literal('set-type'), recordIds: recordIdsSchema, recordType: z.string().min(1).max(10).nullable() }),
  z.object({ kind: z.literal('answer'), answers: z.array(z.object({ pageId: z.string().min(1).max(64), proposal: proposalKindSchema, answer: proposalAnswerSchema, /** spread: where to cut, when not where it was proposed. */ at: z.number().min(0.05).max(0.95).optional() })).min(1).max(MAX_PAGES) }),
]);
export type PageAction = Readonly<z.infer<typeof pageActionSchema>>;

/** As sent: what has a default may be left out. */
export type AskedAction = z.input<typeof pageActionSchema>;

/** One line of the log, newest first in lists. */
export const loggedActionSchema = z.object({
  seq: z.number().int(),
  kind: z.string(),
  pages: z.number().int(),
  by: z.string(),
  at: z.string(),
  /** The action that this one took back. */
  undoes: z.number().int().nullable(),
  isUndone: z.boolean(),
});
export type LoggedAction = Readonly<z.infer<typeof loggedActionSchema>>;
/** null when everything was as asked already. */
export const actionReplySchema = z.object({ action: loggedActionSchema.nullable() });
/** What "undo" and "redo" would do now for the person who asks; null: nothing. */
export const actionListSchema = z.object({ actions: z.array(loggedActionSchema).readonly(), undo: loggedActionSchema.nullable(), redo: loggedActionSchema.nullable() });
export const emptiedBinSchema = z.object({ pages: z.number().int() });

/** What the program would do and why; nothing happens before a person answers. */
export const proposalSchema = z.object({
  pageId: z.string(),
  proposal: proposalKindSchema,
  /** blank: no-print · duplicate: same-image · poor-scan: a finding of the quality check · boundary: no-title, type-unsure · spread: two-pages. */
  reasons: z.array(z.string()).readonly(),
  /** duplicate: the page that it repeats; boundary: the page before it. */
  otherPageId: z.string().nullable(),
  /** What accepting does: bin the page, ask for a new scan, join it to the record before, or make two pages of it. */
  accepting: z.enum(['bin', 'rescan', 'join', 'split-spread']),
  /** spread: where the gutter is, as a share of the width; else null. */
  at: z.number().nullable(),
});
export type Proposal = Readonly<z.infer<typeof proposalSchema>>;
export const proposalListSchema = z.object({ proposals: z.array(proposalSchema).readonly() });

/** In pixels of the delivered page. */
export const readRegionSchema = z.object({ box: boxSchema });
export const regionReadingSchema = z.object({
  /** Lines are divided by a space: a field's value has none. */
  text: z.string(),
  /** The least sure word's; 0 when nothing was read. */
  confidence: z.number(),
  /** Boxes are pixels of the delivered page. */
  words: z.array(z.object({ text: z.string(), confidence: z.number(), box: boxSchema, alternatives: z.array(alternativeSchema).readonly().optional() })).readonly(),
});
export type RegionReading = Readonly<z.infer<typeof regionReadingSchema>>;

/** Values that a book's records have in a field, most used first. */
export const valueListSchema = z.object({ values: z.array(z.object({ value: z.string(), count: z.number().int() })).readonly() });
export type ValueList = Readonly<z.infer<typeof valueListSchema>>;
