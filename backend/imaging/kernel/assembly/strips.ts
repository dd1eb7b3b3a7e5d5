// Scaling of a strip of grey: each pixel is the weighted mean of those under a kernel. `first` (i32) tells where the
// kernel of each output pixel begins, `weights` (f32) holds `width` weights of each.

/** Down the columns: out (f32) has `heightPx` rows of `stride` numbers, a multiple of 16 that the source's rows have too. */
export function scaleDown(source: usize, stride: i32, rows: i32, out: usize, heightPx: i32, first: usize, weights: usize, width: i32): void {
  for (let y = 0; y < heightPx; y++, out += stride * 4) {
    const start = load<i32>(first + (<usize>y << 2));
    const own = weights + <usize>(y * width) * 4;
    for (let x = 0; x < stride; x += 8) {
      let low = f32x4.splat(0);
      let high = f32x4.splat(0);
      for (let k = 0; k < width; k++) {
        const weight = v128.load32_splat(own + (<usize>k << 2));
        const levels = v128.load8x8_u(source + max(0, min(rows - 1, start + k)) * stride + x);
        low = f32x4.add(low, f32x4.mul(weight, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(levels))));
        high = f32x4.add(high, f32x4.mul(weight, f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(levels))));
      }
      v128.store(out + x * 4, low);
      v128.store(out + x * 4, high, 16);
    }
  }
}

/** Along the rows of what scaleDown made, `from` pixels of which count; `width` is a multiple of 4, with weights of 0 at its end. */
export function scaleAcross(source: usize, stride: i32, from: i32, rows: i32, out: usize, widthPx: i32, first: usize, weights: usize, width: i32): void {
  for (let y = 0; y < rows; y++, source += stride * 4) {
    for (let x = 0; x < widthPx; x++) {
      const start = load<i32>(first + (<usize>x << 2));
      const own = weights + <usize>(x * width) * 4;
      let sum: f32 = 0;
      if (start >= 0 && start + width <= stride && start + width <= from) {
        let four = f32x4.splat(0);
        for (let k = 0; k < width; k += 4) four = f32x4.add(four, f32x4.mul(v128.load(own + (<usize>k << 2)), v128.load(source + (start + k) * 4)));
        sum = f32x4.extract_lane(four, 0) + f32x4.extract_lane(four, 1) + f32x4.extract_lane(four, 2) + f32x4.extract_lane(four, 3);
      } else for (let k = 0; k < width; k++) sum += load<f32>(own + (<usize>k << 2)) * load<f32>(source + max(0, min(from - 1, start + k)) * 4);
      store<u8>(out++, <u8>max<f32>(0, min<f32>(255, floor<f32>(sum + 0.5))));
    }
  }
}
