// How well points line up along one slope: their heights, taken down the slope, as a histogram with its points
// shared between two bins; then the squares of its rises.

export function sharpness(along: usize, across: usize, points: i32, slope: f64, offset: f64, bins: usize, count: i32): f64 {
  memory.fill(bins, 0, count * 4);
  for (let i = 0; i < points; i++) {
    const at = <f64>load<f32>(across + (<usize>i << 2)) - slope * <f64>load<f32>(along + (<usize>i << 2)) + offset;
    const bin = <i32>at;
    const share = at - <f64>bin;
    const place = bins + (<usize>bin << 2);
    store<f32>(place, <f32>(<f64>load<f32>(place) + 1 - share));
    store<f32>(place, <f32>(<f64>load<f32>(place, 4) + share), 4);
  }
  let score: f64 = 0;
  for (let i = 1; i < count; i++) {
    const place = bins + (<usize>i << 2);
    const rise = <f64>load<f32>(place) - <f64>load<f32>(place - 4);
    score += rise * rise;
  }
  return score;
}
