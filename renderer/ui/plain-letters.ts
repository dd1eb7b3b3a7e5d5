/** Small letters without marks, for finding: "Đợt số hoá" → "dot so hoa". */
export const plainLetters = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('đ', 'd').trim();
