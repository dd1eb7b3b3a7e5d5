import type { Run } from './doubtful-runs.ts';

/** A text with its doubtful letters set apart; a place where one is only missing cannot be seen. */
export function RunMarks({ text, runs }: { text: string; runs: readonly Run[] }) {
  const starts = [0, ...runs.flatMap((run) => [run.start, run.end]), text.length];
  return (
    <>{starts.slice(0, -1).map((start, index) => {
      const part = text.slice(start, starts[index + 1]);
      return index % 2 === 1 ? <mark key={index} data-run={start}>{part}</mark> : <span key={index}>{part}</span>;
    })}</>
  );
}
