import { ProgressBar } from 'react-aria-components';

/** A bar of fixed height, so that nothing moves when it fills. */
export function Progress({ label, done, total, isDone = false }: { label: string; done: number; total: number; isDone?: boolean }) {
  const share = total > 0 ? Math.min(1, done / total) : 0;
  return (
    <ProgressBar className={isDone ? 'progress done' : 'progress'} aria-label={label} value={Math.round(share * 100)}>
      <div className="track">
        <div className="fill" style={{ transform: `scaleX(${share})` }} />
      </div>
    </ProgressBar>
  );
}
