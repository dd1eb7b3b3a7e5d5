import { markDifferences } from './differing-marks.ts';

/** A reading with the letters set apart in which it differs from another. */
export const MarkedText = ({ text, other }: { text: string; other: string }) => (
  <>{markDifferences(text, other).map((part, index) => (part.differs ? <mark key={index}>{part.text}</mark> : <span key={index}>{part.text}</span>))}</>
);
