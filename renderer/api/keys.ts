// Names under which replies are kept. Everything about one batch starts with ['batches', id], so that one
// hint of the back end ("something in this batch changed") can make all of it stale.
export const keys = {
  /** Everything about every batch. */
  batches: ['batches'] as const,
  batchList: ['batches', 'list'] as const,
  batch: (id: string) => ['batches', id] as const,
  failures: (batchId: string) => ['batches', batchId, 'failures'] as const,
  pages: (batchId: string) => ['batches', batchId, 'pages'] as const,
  records: (batchId: string) => ['batches', batchId, 'records'] as const,
  page: (id: string) => ['page', id] as const,
  record: (id: string) => ['record', id] as const,
  values: (batchId: string, field: string, typed: string) => ['values', batchId, field, typed] as const,
  edits: (recordId: string) => ['record', recordId, 'edits'] as const,
  /** Below the batch, so that a hint about the batch makes it stale. */
  review: (batchId: string) => ['batches', batchId, 'review'] as const,
  work: (batchId: string, state: string) => ['batches', batchId, 'work', state] as const,
  recordReview: (recordId: string) => ['record', recordId, 'review'] as const,
  remarks: (recordId: string) => ['record', recordId, 'remarks'] as const,
  /** Below the batch, so that a hint about the batch makes them stale. */
  packageCheck: (batchId: string, profile: string) => ['batches', batchId, 'package-check', profile] as const,
  packageSettings: (batchId: string) => ['batches', batchId, 'package-settings'] as const,
  packageFindings: (id: string) => ['packages', id, 'findings'] as const,
  packages: ['packages'] as const,
  package: (id: string) => ['packages', id] as const,
  uploads: ['uploads'] as const,
  progress: (batchId: string) => ['progress', batchId] as const,
  people: ['people'] as const,
  names: ['people', 'names'] as const,
  peopleSettings: ['people', 'settings'] as const,
  consents: ['consents'] as const,
  /** Below the people, so that a consent carried out makes it stale. */
  retention: ['people', 'retention'] as const,
  trail: (filter: object) => ['trail', filter] as const,
  trailKinds: ['trail', 'kinds'] as const,
  history: (recordId: string) => ['record', recordId, 'history'] as const,
  search: (text: string) => ['search', text] as const,
};
