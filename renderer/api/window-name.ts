// Which window this is, and who sits at it: what is kept in the browser belongs to both. The name survives a reload
// and a crash of the page (sessionStorage), and is new for every further window.
import { holderStore } from './session.ts';

const NAME = 'sohoa.window-name';

export function windowName(): string {
  try {
    const known = sessionStorage.getItem(NAME);
    if (known) return known;
    const made = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, '0')).join('');
    sessionStorage.setItem(NAME, made);
    return made;
  } catch {
    return 'window';
  }
}

/** The id of the person whose work is mounted here; it stays while the screen is locked. */
export const currentPersonId = (): string => holderStore.get() ?? '';
