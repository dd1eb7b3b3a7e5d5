// Where the small picture of a page (small-picture.ts) is kept: it is made once for a page, while the page is read or
// just before a package is built, by whichever worker is free; building a package only takes it.
import { z } from 'zod';

/** Counts up with every change of how small pictures are made: those of an earlier count are made again. */
export const SMALL_PICTURE_MAKER = 1;

export const smallPictureSchema = z.object({
  madeBy: z.number().int(),
  /** A PNG or a JPEG among the derivatives. */
  sha256: z.string(),
  dpi: z.number(),
  widthPx: z.number().int(),
  heightPx: z.number().int(),
});
export type SmallPictureRef = Readonly<z.infer<typeof smallPictureSchema>>;
