// A page as it came: one image inside one stored original. This is what every later step starts from.
import { z } from 'zod';

export const MASTER_MEDIA = ['image/jpeg', 'image/png', 'image/webp', 'image/bmp', 'image/tiff', 'image/jp2', 'image/jbig2', 'application/pdf'] as const;

export const pageMasterSchema = z.object({
  /** Content address of the bytes that hold the image: the imported file itself, or the image lifted out of a PDF byte for byte. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  mediaType: z.enum(MASTER_MEDIA),
  /** 0-based frame of a multi-page file (TIFF directory, PDF page to render). */
  frame: z.number().int().nonnegative(),
  /** file: an image file. lifted: the one image of a PDF page. rendered: a PDF page drawn at 300 dpi when needed. */
  origin: z.enum(['file', 'lifted', 'rendered']),
  /** Before any transform, EXIF orientation included. */
  widthPx: z.number().int().positive(),
  heightPx: z.number().int().positive(),
  /** From the file; null when it says nothing credible. */
  dpi: z.number().positive().nullable(),
  /** EXIF orientation 1 to 8, or the page rotation of a PDF expressed as one. */
  orientation: z.number().int().min(1).max(8),
  /** Text layer of the PDF page, NFC: evidence, never trusted. */
  existingText: z.string().optional(),
});
export type PageMaster = Readonly<z.infer<typeof pageMasterSchema>>;
