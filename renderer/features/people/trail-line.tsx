import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { TrailRow } from '../../../shared/api/trail.ts';
import { formatMoment } from '../../ui/numbers.ts';
import { usePersonName } from '../../ui/person-name.tsx';

const asText = (value: unknown): string => (typeof value === 'string' ? value : Array.isArray(value) ? value.map(asText).join(', ') : value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value));
const isMembers = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Member by member: what was, what is now; what stayed the same once. */
function changesOf(before: unknown, after: unknown): readonly { name: string; was: string; is: string }[] {
  const was = isMembers(before) ? before : { '': before };
  const is = isMembers(after) ? after : { '': after };
  return [...new Set([...Object.keys(was), ...Object.keys(is)])].map((name) => ({ name, was: asText(was[name]), is: asText(is[name]) })).filter((change) => change.was !== '' || change.is !== '');
}

function Changes({ row }: { row: TrailRow }) {
  const { t } = useTranslation();
  if (row.isErased) return <p className="quiet">{t('trail.erased')}</p>;
  return (
    <dl className="trail-changes">
      {changesOf(row.before, row.after).map(({ name, was, is }) => (
        <div key={name}>
          <dt>{t([`trail.member.${name}`, 'trail.memberAs'], { name })}</dt>
          <dd>{was !== '' && was !== is ? <><s>{was}</s>{t('history.arrow')}</> : null}{is === '' ? <span className="quiet">{t('trail.nothing')}</span> : is}</dd>
        </div>
      ))}
    </dl>
  );
}

export function TrailLine({ row }: { row: TrailRow }) {
  const { t } = useTranslation();
  const nameOf = usePersonName();
  const [isOpen, setOpen] = useState(false);
  const hasMore = row.isErased || row.before !== null || row.after !== null;
  return (
    <li className="trail-row">
      <AriaButton className="trail-head" onPress={() => setOpen(!isOpen)} isDisabled={!hasMore} aria-expanded={isOpen}>
        <ChevronRight size={15} className={isOpen ? 'turned' : ''} aria-hidden />
        <span className="number quiet">{row.seq}</span>
        <span className="number">{formatMoment(row.at)}</span>
        <span className="cut">{nameOf(row.by)}</span>
        <span className="cut"><b>{t([`trail.kind.${row.kind}`, 'trail.kindAs'], { kind: row.kind })}</b><span className="quiet">{t('common.dot')}{row.subjectType === 'person' ? nameOf(row.subjectId) : t([`trail.subject.${row.subjectType}`, 'trail.subjectAs'], { subject: row.subjectType })}</span></span>
        <span className="quiet small cut">{t([`trail.from.${row.from}`, 'trail.fromAs'], { from: row.from })}</span>
      </AriaButton>
      {isOpen ? <Changes row={row} /> : null}
    </li>
  );
}
