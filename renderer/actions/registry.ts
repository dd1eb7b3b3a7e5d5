import { acceptField } from './accept-field.ts';
import { acceptRecord } from './accept-record.ts';
import type { Action } from './action.ts';
import { addField } from './add-field.ts';
import { cancelBatch } from './cancel-batch.ts';
import { changeRecordType } from './change-record-type.ts';
import { chooseOption } from './choose-option.ts';
import { closePage } from './close-page.ts';
import { correctBatch } from './correct-batch.ts';
import { correctPage } from './correct-page.ts';
import { deleteBatch } from './delete-batch.ts';
import { editBatch } from './edit-batch.ts';
import { fitPage } from './fit-page.ts';
import { fitWidth } from './fit-width.ts';
import { frameRegion } from './frame-region.ts';
import { goBatches } from './go-batches.ts';
import { goCorrection } from './go-correction.ts';
import { goPackages } from './go-packages.ts';
import { goPages } from './go-pages.ts';
import { goReports } from './go-reports.ts';
import { goReview } from './go-review.ts';
import { goPeople } from './go-people.ts';
import { goTrail } from './go-trail.ts';
import { lockScreen } from './lock-screen.ts';
import { signOut } from './sign-out.ts';
import { switchPerson } from './switch-person.ts';
import { goUploads } from './go-uploads.ts';
import { importFiles } from './import-files.ts';
import { importFolder } from './import-folder.ts';
import { importSamples } from './import-samples.ts';
import { jumpToRecord } from './jump-to-record.ts';
import { markBlank } from './mark-blank.ts';
import { markUnreadable } from './mark-unreadable.ts';
import { newBatch } from './new-batch.ts';
import { nextCompletion } from './next-completion.ts';
import { nextDoubt } from './next-doubt.ts';
import { nextLanguage } from './next-language.ts';
import { nextPage } from './next-page.ts';
import { nextRecordPage } from './next-record-page.ts';
import { nextRecord } from './next-record.ts';
import { nextRun } from './next-run.ts';
import { nextTheme } from './next-theme.ts';
import { openBatchPages } from './open-batch-pages.ts';
import { openKeys } from './open-keys.ts';
import { openPage } from './open-page.ts';
import { openPalette } from './open-palette.ts';
import { panDown } from './pan-down.ts';
import { panLeft } from './pan-left.ts';
import { panRight } from './pan-right.ts';
import { panUp } from './pan-up.ts';
import { pauseBatch } from './pause-batch.ts';
import { previousCompletion } from './previous-completion.ts';
import { previousDoubt } from './previous-doubt.ts';
import { previousPage } from './previous-page.ts';
import { previousRecordPage } from './previous-record-page.ts';
import { previousRun } from './previous-run.ts';
import { previousRecord } from './previous-record.ts';
import { redo } from './redo.ts';
import { regionActions } from './region.ts';
import { repeatLast } from './repeat-last.ts';
import { reviewActions } from './review-actions.ts';
import { resumeBatch } from './resume-batch.ts';
import { retryAll } from './retry-all.ts';
import { retryPage } from './retry-page.ts';
import { revertField } from './revert-field.ts';
import { scrollDown } from './scroll-down.ts';
import { scrollUp } from './scroll-up.ts';
import { secondWindow } from './second-window.ts';
import { showHistory } from './show-history.ts';
import { takeOffered } from './take-offered.ts';
import { toggleWords } from './toggle-words.ts';
import { undo } from './undo.ts';
import { turnRight } from './turn-right.ts';
import { turnLeft } from './turn-left.ts';
import { turnOver } from './turn-over.ts';
import { straightenPages } from './straighten-pages.ts';
import { cropPages } from './crop-pages.ts';
import { splitSpread } from './split-spread.ts';
import { resetImage } from './reset-image.ts';
import { binPages } from './bin-pages.ts';
import { restorePages } from './restore-pages.ts';
import { emptyBin } from './empty-bin.ts';
import { skipPages } from './skip-pages.ts';
import { newRecordHere } from './new-record-here.ts';
import { joinRecords } from './join-records.ts';
import { setRecordType } from './set-record-type.ts';
import { selectAllPages } from './select-all-pages.ts';
import { selectRecordPages } from './select-record-pages.ts';
import { clearSelection } from './clear-selection.ts';
import { cutPages } from './cut-pages.ts';
import { pastePages } from './paste-pages.ts';
import { movePagesEarlier } from './move-pages-earlier.ts';
import { movePagesLater } from './move-pages-later.ts';
import { undoPages } from './undo-pages.ts';
import { redoPages } from './redo-pages.ts';
import { showPageActions } from './show-page-actions.ts';
import { showProposals } from './show-proposals.ts';
import { showBin } from './show-bin.ts';
import { acceptProposal } from './accept-proposal.ts';
import { refuseProposal } from './refuse-proposal.ts';
import { largerThumbnails } from './larger-thumbnails.ts';
import { smallerThumbnails } from './smaller-thumbnails.ts';
import { zoomIn } from './zoom-in.ts';
import { zoomOut } from './zoom-out.ts';

/** In the order of the sheet of keys. */
export const ACTIONS: readonly Action[] = [
  ...regionActions,
  acceptField,
  ...chooseOption,
  acceptRecord,
  nextDoubt,
  previousDoubt,
  nextRun,
  previousRun,
  revertField,
  repeatLast,
  frameRegion,
  nextCompletion,
  previousCompletion,
  markBlank,
  markUnreadable,
  undo,
  redo,
  nextRecord,
  previousRecord,
  jumpToRecord,
  addField,
  changeRecordType,
  showHistory,
  takeOffered,
  secondWindow,
  nextRecordPage,
  previousRecordPage,
  zoomIn,
  zoomOut,
  fitWidth,
  fitPage,
  panLeft,
  panRight,
  panUp,
  panDown,
  scrollDown,
  scrollUp,
  toggleWords,
  openPage,
  closePage,
  nextPage,
  previousPage,
  retryPage,
  turnRight,
  turnLeft,
  turnOver,
  straightenPages,
  cropPages,
  splitSpread,
  resetImage,
  binPages,
  restorePages,
  emptyBin,
  skipPages,
  newRecordHere,
  joinRecords,
  setRecordType,
  selectAllPages,
  selectRecordPages,
  clearSelection,
  cutPages,
  pastePages,
  movePagesEarlier,
  movePagesLater,
  undoPages,
  redoPages,
  showProposals,
  showPageActions,
  showBin,
  acceptProposal,
  refuseProposal,
  largerThumbnails,
  smallerThumbnails,
  correctPage,
  ...reviewActions,
  newBatch,
  editBatch,
  deleteBatch,
  importFiles,
  importFolder,
  importSamples,
  pauseBatch,
  resumeBatch,
  cancelBatch,
  retryAll,
  openBatchPages,
  correctBatch,
  openPalette,
  openKeys,
  nextTheme,
  nextLanguage,
  goBatches,
  goPages,
  goCorrection,
  goReview,
  goPackages,
  goUploads,
  goReports,
  goPeople,
  goTrail,
  lockScreen,
  switchPerson,
  signOut,
];

export const actionById = (id: string): Action | undefined => ACTIONS.find((action) => action.id === id);
