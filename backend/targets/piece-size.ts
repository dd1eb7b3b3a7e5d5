// How much is sent before the next acknowledgement. What is on its way when a line is cut is lost, so
// over a line that drops pieces must be small against the package: ten cuts may cost a twentieth of it.
// Over one that holds they must be large, for each costs a turn there and back and a sync on the far disk.

export type PieceSize = {
  bytes(): number;
  /** A piece was acknowledged, so long after it set out. */
  arrived(elapsedMs?: number): void;
  /** The line was cut. */
  cut(): void;
};

const KB = 1024;
const MB = 1024 * KB;
/** So many pieces without a cut, and the line is trusted a little more. */
const TRUST_AFTER = 64;

/** A piece should take no longer than this. */
const LONGEST_PIECE_MS = 8_000;
const LEAST = 16 * KB;
const MOST = 512 * MB;
/** From here on what the buffers of a line hold is little against the package: a piece may be most of it. */
const LARGE_PACKAGE = 256 * MB;
/** Of a package this small a cut costs little whatever the piece; each piece costs a sync. */
const SMALL_PACKAGE = MB;

const within = (least: number, value: number, most: number): number => Math.min(most, Math.max(least, Math.round(value)));

/** `bytesPerSecond` when the line is held to a speed: a piece then takes some eight seconds at most. */
export function createPieceSize(packageBytes: number, limit?: { readonly bytesPerSecond: number }): PieceSize {
  const most = Math.max(16 * KB, (limit?.bytesPerSecond ?? Infinity) * 8);
  const calm = Math.min(most, packageBytes <= SMALL_PACKAGE ? 512 * KB : within(128 * KB, packageBytes / 64, 4 * MB));
  const careful = Math.min(most, within(64 * KB, packageBytes / 400, MB));
  let current = calm;
  let inARow = 0;
  let wasCut = false;
  return {
    bytes: () => current,
    arrived: (elapsedMs = 0) => {
      if (elapsedMs > LONGEST_PIECE_MS) {
        // A thin line: what is on its way must not shut out the rest until somebody takes it for dead.
        current = Math.max(LEAST, Math.round(current / 2));
        inARow = 0;
        return;
      }
      if (elapsedMs > LONGEST_PIECE_MS / 4) return;
      // A fast line that was never cut: each piece twice the last, up to a twenty-fifth of the package, of a
      // large one a third: what came before a cut stays there, and only what the line's buffers held is lost.
      if (elapsedMs > 0 && !wasCut && current >= calm) {
        current = Math.max(calm, Math.round(Math.min(most, MOST, packageBytes / (packageBytes < LARGE_PACKAGE ? 25 : 3), current * 2)));
        return;
      }
      inARow += 1;
      if (inARow < TRUST_AFTER || current === calm) return;
      current = Math.min(calm, current * 2);
      inARow = 0;
    },
    cut: () => {
      wasCut = true;
      current = Math.min(calm, careful);
      inARow = 0;
    },
  };
}
