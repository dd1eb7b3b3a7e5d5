// A page's place in its batch, and which pages belong to the book. A place is the pair (position, page
// within the file): everything that walks through a batch goes from one place to the next, never by offset.
import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import type { Schema } from '../db/schema.ts';

export type Place = { readonly position: number; readonly sourcePage: number };

type PageExpressions = ExpressionBuilder<Schema, 'pages'>;

export const isAfter = (e: PageExpressions, place: Place): Expression<SqlBool> =>
  e.or([e('pages.position', '>', place.position), e.and([e('pages.position', '=', place.position), e('pages.source_page', '>', place.sourcePage)])]);
export const isBefore = (e: PageExpressions, place: Place): Expression<SqlBool> =>
  e.or([e('pages.position', '<', place.position), e.and([e('pages.position', '=', place.position), e('pages.source_page', '<', place.sourcePage)])]);
export const isFrom = (e: PageExpressions, place: Place): Expression<SqlBool> => e.not(isBefore(e, place));

/** Records are made of these: read, not in the bin, not kept from digitising, not blank unless a person says it is none. */
export const isActive = (e: PageExpressions): Expression<SqlBool> =>
  e.and([
    e('pages.state', '=', 'read'), e('pages.bin', '=', 0), e('pages.skip_reason', 'is', null),
    e.or([e('pages.is_blank', '=', 0), e('pages.blank_answer', '=', 'refused')]),
  ]);

export const comparePlaces = (a: Place, b: Place): number => a.position - b.position || a.sourcePage - b.sourcePage;
