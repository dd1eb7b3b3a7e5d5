// Clean-up is a list of transforms kept as data. The original is never changed: the delivered image
// is the original with these applied in order, and may be deleted and made again at any time.
import { z } from 'zod';

export const transformSchema = z.discriminatedUnion('kind', [
  /** Mirror as EXIF orientations 2, 4, 5 and 7 ask for; left becomes right. */
  z.object({ kind: z.literal('mirror') }),
  /** Clockwise quarter turns. */
  z.object({ kind: z.literal('rotate'), angleDeg: z.union([z.literal(90), z.literal(180), z.literal(270)]) }),
  /** Clockwise by a small angle about the middle; the canvas grows to hold the whole page, new corners are paper-coloured. */
  z.object({ kind: z.literal('deskew'), angleDeg: z.number().min(-45).max(45) }),
  /** In pixels of the image as it is after the transforms before this one. */
  z.object({ kind: z.literal('crop'), xPx: z.number().int(), yPx: z.number().int(), widthPx: z.number().int().positive(), heightPx: z.number().int().positive() }),
]);
export type Transform = Readonly<z.infer<typeof transformSchema>>;
export const transformsSchema = z.array(transformSchema).readonly();
