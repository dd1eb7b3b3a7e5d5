// A .sohoa file: a way to one batch of this workspace, to lie on a desk or in a folder. It holds no data of the batch.
import { z } from 'zod';

export const batchLinkSchema = z.object({ sohoa: z.literal(1), batchId: z.string().regex(/^[\w-]{1,64}$/), name: z.string().max(200) });
export type BatchLink = Readonly<z.infer<typeof batchLinkSchema>>;
export const BATCH_LINK_ENDING = '.sohoa';

/** undefined for anything that is no such file. */
export function parseBatchLink(text: string): BatchLink | undefined {
  try {
    return batchLinkSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
