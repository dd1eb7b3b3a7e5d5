import { keyCaps } from '../actions/chord.ts';

/** A key or a chord, as the caps of the keyboard say it. */
export const Chord = ({ chord }: { chord: string }) => <kbd>{keyCaps(chord).join(' ')}</kbd>;
