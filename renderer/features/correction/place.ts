import type { Evidence } from '../../../shared/api/records.ts';
import type { FieldMark } from '../../../shared/domain/field.ts';

/** Where the record stands among those that are worked through. */
export type Place = Readonly<{ at: number; total: number; previousId: string | null; nextId: string | null }>;
/** How a field is left: agreed to or only passed, with what the clerk says of it. */
export type Leave = Readonly<{ isAccepted: boolean; mark?: FieldMark; evidence?: Evidence }>;
