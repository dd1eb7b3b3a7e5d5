/** ECONNREFUSED, CERT_HAS_EXPIRED … where the system names it; never a message, for messages may hold secrets. */
export function reasonOf(error: unknown): string {
  if (typeof error === 'string') return error;
  const seen = new Set<unknown>();
  for (let at: unknown = error; at instanceof Error && !seen.has(at); at = at.cause) {
    seen.add(at);
    if ('code' in at && typeof at.code === 'string') return at.code;
    // Several addresses tried at once: the first one's reason.
    if (at instanceof AggregateError && at.errors[0] instanceof Error && at.cause === undefined) at.cause = at.errors[0];
  }
  return error instanceof Error ? error.name : 'unknown';
}
