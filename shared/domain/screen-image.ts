// Which picture of a page a screen needs. At the zoom of everyday work a page stands on the screen at a third of its
// pixels; decoding all of them is what the next record would wait for. So beside the delivered image there is one of
// about 150 dpi for A4, and the delivered one is fetched when somebody looks nearer than that.
type Size = Readonly<{ widthPx: number; heightPx: number }>;

/** A4 at 151 dpi. */
const SCREEN_PIXELS = 2_200_000;
/** Above this share another picture would save little. */
const LEAST_GAIN = 0.8;
/** The eye does not miss a tenth of a pixel. */
const SLACK = 1.1;

/** Width (and height) of the screen image as a share of the delivered one; 1 when the delivered one is small enough. */
export function screenShare({ widthPx, heightPx }: Size): number {
  const share = Math.sqrt(SCREEN_PIXELS / Math.max(1, widthPx * heightPx));
  return share > LEAST_GAIN ? 1 : share;
}

/** `devicePixelsPerPixel`: pixels of the display for each pixel of the delivered image. */
export const imageKindFor = (size: Size, devicePixelsPerPixel: number): 'screen' | 'delivered' => (devicePixelsPerPixel <= screenShare(size) * SLACK ? 'screen' : 'delivered');
