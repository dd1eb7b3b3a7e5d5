/** As a ref: the caret stays in the letters, but a list that scrolls must be reachable by keyboard by itself too. */
export const canBeScrolled = (list: HTMLDivElement | null): void => list?.setAttribute('tabindex', '0');
