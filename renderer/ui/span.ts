export type Span = Readonly<{ unit: 'seconds' | 'minutes' | 'hours'; count: number }>;

/** The unit a person would say: seconds under 90, minutes under 90, then hours. */
export function spanOf(seconds: number): Span {
  if (seconds < 90) return { unit: 'seconds', count: Math.max(1, Math.round(seconds)) };
  if (seconds < 90 * 60) return { unit: 'minutes', count: Math.round(seconds / 60) };
  return { unit: 'hours', count: Math.round(seconds / 360) / 10 };
}
