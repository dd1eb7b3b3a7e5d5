// What the parsers found, with where it was found: what agreeing and weighing go on from.
import type { PageReading, QualityFacts } from '../../shared/domain/reading.ts';
import type { ParsedValue } from './parsed-value.ts';

/** A value with the page of the record it stands on, 1-based. */
export type PlacedValue = ParsedValue & Readonly<{ page: number; reading: PageReading; quality: QualityFacts }>;
