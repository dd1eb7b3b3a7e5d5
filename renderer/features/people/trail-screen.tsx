// The trail, for administrators and auditors: newest first, narrowed by what, who and when; checked on demand.
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { Check, ShieldCheck, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { Input, Label, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useBatches } from '../../api/batches.ts';
import { keys } from '../../api/keys.ts';
import { readTrail, useNames, useTrailKinds, verifyTrail, type TrailFilter } from '../../api/people.ts';
import { loadSession } from '../../api/session.ts';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { LoadTrouble } from '../../ui/load-trouble.tsx';
import { formatNumber } from '../../ui/numbers.ts';
import { useSayTrouble } from '../batches/use-batch-commands.tsx';
import { TrailLine } from './trail-line.tsx';

const ALL = 'all';
const DAY_MS = 86_400_000;

/** The day in the clock of this computer, as the back end wants it. */
function moment(day: string, plusDays: number): string | undefined {
  const start = day === '' ? Number.NaN : new Date(`${day}T00:00:00`).getTime();
  return Number.isNaN(start) ? undefined : new Date(start + plusDays * DAY_MS).toISOString();
}

function Verify() {
  const { t } = useTranslation();
  const trouble = useSayTrouble();
  const verify = useMutation({ mutationFn: verifyTrail, onError: trouble, onSuccess: () => loadSession() });
  const verdict = verify.data;
  return (
    <div className="row">
      {verdict === undefined ? null : verdict.ok
        ? <span className="row"><Check size={16} className="tick" aria-hidden />{t('trail.sound', { rows: formatNumber(verdict.rows) })}</span>
        : <span className="row doubt"><TriangleAlert size={16} aria-hidden />{t('trail.broken', { seq: verdict.seq, fault: t(`trail.fault.${verdict.fault}`) })}</span>}
      <Button onPress={() => verify.mutate()} isDisabled={verify.isPending}><ShieldCheck size={16} aria-hidden />{t('trail.verify')}</Button>
    </div>
  );
}

type Filters = { kind: string; by: string; batchId: string; since: string; until: string };

function FilterBar({ filters, onChange }: { filters: Filters; onChange: (next: Filters) => void }) {
  const { t } = useTranslation();
  const kinds = useTrailKinds().data ?? [];
  const names = useNames().data ?? {};
  const batches = useBatches().data ?? [];
  const set = (part: Partial<Filters>): void => onChange({ ...filters, ...part });
  return (
    <div className="trail-filters">
      <Choice label={t('trail.what')} value={filters.kind} onChange={(kind) => set({ kind })} options={[{ id: ALL, name: t('trail.everything') }, ...kinds.map((kind) => ({ id: kind, name: t([`trail.kind.${kind}`, 'trail.kindAs'], { kind }) }))]} />
      <Choice label={t('trail.who')} value={filters.by} onChange={(by) => set({ by })} options={[{ id: ALL, name: t('trail.everybody') }, ...Object.entries(names).map(([id, name]) => ({ id, name })), { id: 'program', name: t('people.id.program') }]} />
      <Choice label={t('trail.batch')} value={filters.batchId} onChange={(batchId) => set({ batchId })} options={[{ id: ALL, name: t('trail.everywhere') }, ...batches.map(({ id, name }) => ({ id, name }))]} />
      <TextField value={filters.since} onChange={(since) => set({ since })} type="date"><Label className="label">{t('trail.since')}</Label><Input className="input" /></TextField>
      <TextField value={filters.until} onChange={(until) => set({ until })} type="date"><Label className="label">{t('trail.until')}</Label><Input className="input" /></TextField>
    </div>
  );
}

export function TrailScreen() {
  const { t } = useTranslation();
  const [filters, setFilters] = useState<Filters>({ kind: ALL, by: ALL, batchId: ALL, since: '', until: '' });
  const pick = (value: string): string | undefined => (value === ALL ? undefined : value);
  const filter = Object.fromEntries(Object.entries({ kind: pick(filters.kind), by: pick(filters.by), batchId: pick(filters.batchId), since: moment(filters.since, 0), until: moment(filters.until, 1) }).filter(([, value]) => value !== undefined)) as TrailFilter;
  const query = useInfiniteQuery({
    queryKey: keys.trail(filter), initialPageParam: null as number | null, staleTime: 0,
    queryFn: ({ pageParam, signal }) => readTrail(filter, pageParam, signal), getNextPageParam: (last) => last.next,
  });
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <section className="batches-main trail-main">
      <header className="batches-head"><h1>{t('trail.title')}</h1><Verify /></header>
      <FilterBar filters={filters} onChange={setFilters} />
      <LoadTrouble query={query} />
      {query.isSuccess && rows.length === 0 ? <p className="quiet">{t('trail.none')}</p> : null}
      <ol className="trail-list">
        {rows.map((row) => <TrailLine key={row.seq} row={row} />)}
        {query.hasNextPage ? <li className="row trail-more"><Button onPress={() => void query.fetchNextPage()} isDisabled={query.isFetchingNextPage}>{t('trail.more')}</Button></li> : null}
      </ol>
    </section>
  );
}
