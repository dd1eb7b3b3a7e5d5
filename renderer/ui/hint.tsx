import type { ReactElement } from 'react';
import { Tooltip, TooltipTrigger } from 'react-aria-components';
import { Chord } from './chord.tsx';

const DELAY_MS = 500;

/** What a button does and its key, when the pointer rests on it or focus reaches it. */
export function Hint({ text, chord, children }: { text: string | null; chord?: string | undefined; children: ReactElement }) {
  if (text === null && chord === undefined) return children;
  return (
    <TooltipTrigger delay={DELAY_MS} closeDelay={0}>
      {children}
      <Tooltip className="tooltip" offset={6}>
        {text}
        {chord === undefined ? null : <Chord chord={chord} />}
      </Tooltip>
    </TooltipTrigger>
  );
}
