// Search over everything that was read, with and without diacritics: "nguyen" finds Nguyễn and Nguyên,
// "nguyễn" only Nguyễn.
import { z } from 'zod';

export const searchHitSchema = z.object({
  kind: z.enum(['record', 'page']),
  id: z.string(),
  batchId: z.string(),
  batchName: z.string(),
  /** The record's title, or the page's file and number. */
  title: z.string(),
  /** The field key that matched (records), or null. */
  field: z.string().nullable(),
  /** The text around the match. */
  excerpt: z.string(),
});
export type SearchHit = Readonly<z.infer<typeof searchHitSchema>>;
export const searchReplySchema = z.object({ query: z.string(), hits: z.array(searchHitSchema).readonly(), hasMore: z.boolean() });
export type SearchReply = Readonly<z.infer<typeof searchReplySchema>>;
