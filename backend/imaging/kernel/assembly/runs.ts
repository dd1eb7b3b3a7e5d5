// Runs of ink: the stretches of ones in each row of a page of zeros and ones.

/** Start, end (exclusive) and row of each, as numbers of 32 bits; rows count from `first`, lie one behind the other and have 16 bytes of room after the last. Returns how many. */
export function findRuns(data: usize, widthPx: i32, rows: i32, first: i32, start: usize, end: usize, row: usize): i32 {
  let count = 0;
  for (let y = 0; y < rows; y++, data += widthPx) {
    let open = -1;
    for (let x = 0; x < widthPx; x += 16) {
      const ink = inkOf(data, x, widthPx);
      if (ink === (open < 0 ? 0 : 0xffff)) continue;
      // the places where ink begins and where it ends
      let changes = (ink ^ ((ink << 1) | (open < 0 ? 0 : 1))) & 0xffff;
      for (; changes !== 0; changes &= changes - 1) {
        const at = x + ctz<i32>(changes);
        if (open < 0) {
          open = at;
          continue;
        }
        put(start, end, row, count++, open, at, first + y);
        open = -1;
      }
    }
    if (open >= 0) put(start, end, row, count++, open, widthPx, first + y);
  }
  return count;
}

@inline
function put(start: usize, end: usize, row: usize, index: i32, from: i32, to: i32, y: i32): void {
  const at = <usize>index << 2;
  store<i32>(start + at, from);
  store<i32>(end + at, to);
  store<i32>(row + at, y);
}

/** Sixteen pixels as bits, none beyond the row's end. */
@inline
function inkOf(data: usize, x: i32, widthPx: i32): i32 {
  const ink = i8x16.bitmask(i8x16.ne(v128.load(data + x), i8x16.splat(0)));
  const left = widthPx - x;
  return left >= 16 ? ink : ink & ((1 << left) - 1);
}
