import type { Box } from '../../../shared/domain/geometry.ts';

/** A box laid over the page, in pixels of the delivered image. */
export type PageBox = Readonly<{ id: string; box: Box; look: 'word' | 'word-doubt' | 'field' | 'doubt'; title?: string }>;
