/** Printable ASCII without spaces: what an Authorization header can carry unchanged. */
export const isSendableToken = (token: string): boolean => /^[\x21-\x7E]{1,4000}$/.test(token);
