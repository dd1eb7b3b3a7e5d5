import { Check, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Proposal, ProposalAnswer, ProposalKind } from '../../../shared/api/page-actions.ts';
import type { PageSummary } from '../../../shared/api/pages.ts';
import { pageImageUrl } from '../../api/pages.ts';
import { useMay } from '../../actions/deeds.ts';
import { Button } from '../../ui/button.tsx';
import { formatNumber } from '../../ui/numbers.ts';
import { answersFor } from './table-moves.ts';
import type { Act } from './use-table.ts';

type TrayProps = { proposals: readonly Proposal[]; pages: readonly PageSummary[]; focusId: string | null; act: Act; onShow: (pageId: string) => void };

const KINDS: readonly ProposalKind[] = ['spread', 'blank', 'duplicate', 'boundary', 'poor-scan'];
const SHOWN_PER_KIND = 50;

/** What the program would put right, with its reason; each answered by itself, or a kind together. */
export function ProposalsTray({ proposals, pages, focusId, act, onShow }: TrayProps) {
  const { t } = useTranslation();
  const mayAnswer = useMay('work-on-pages');
  const byId = new Map(pages.map((page) => [page.id, page]));
  const answer = (ones: readonly Proposal[], to: ProposalAnswer) => void act(answersFor(ones, to));
  if (proposals.length === 0) return <p className="quiet tray-empty">{t('pages.noProposals')}</p>;
  return (
    <div className="tray">
      {KINDS.map((kind) => {
        const ones = proposals.filter((one) => one.proposal === kind && byId.has(one.pageId));
        return ones.length === 0 ? null : (
          <section key={kind} className="column">
            <div className="row">
              <h3 className="grow">{t(`pages.proposal.${kind}`, { count: ones.length, number: formatNumber(ones.length) })}</h3>
              {mayAnswer ? <Button onPress={() => answer(ones, 'accepted')}>{t('pages.acceptAll')}</Button> : null}
              {mayAnswer ? <Button look="plain" onPress={() => answer(ones, 'refused')}>{t('pages.refuseAll')}</Button> : null}
            </div>
            <ul className="tray-list">
              {ones.slice(0, SHOWN_PER_KIND).map((one) => <Line key={one.pageId} one={one} page={byId.get(one.pageId)} other={byId.get(one.otherPageId ?? '')} isHere={one.pageId === focusId} onShow={onShow} onAnswer={mayAnswer ? (to) => answer([one], to) : null} />)}
            </ul>
            {ones.length > SHOWN_PER_KIND ? <p className="quiet small">{t('pages.moreProposals', { number: formatNumber(ones.length - SHOWN_PER_KIND) })}</p> : null}
          </section>
        );
      })}
    </div>
  );
}

type LineProps = { one: Proposal; page: PageSummary | undefined; other: PageSummary | undefined; isHere: boolean; onShow: (pageId: string) => void; /** null: only to be seen. */ onAnswer: ((answer: ProposalAnswer) => void) | null };

function Line({ one, page, other, isHere, onShow, onAnswer }: LineProps) {
  const { t } = useTranslation();
  if (!page) return null;
  const reasons = one.proposal === 'poor-scan' ? one.reasons.map((code) => t([`finding.${code}`, 'finding.other'], { code })).join(', ') : t(`pages.reason.${one.reasons[0] ?? one.proposal}`, { other: other ? formatNumber(other.seq) : '' });
  return (
    <li className={isHere ? 'tray-line here' : 'tray-line'} data-proposal={one.proposal}>
      <button type="button" className="tray-page" onClick={() => onShow(one.pageId)} aria-label={t('pages.showPage', { number: page.seq })}>
        {page.widthPx === null ? null : <img src={pageImageUrl(page, 'thumbnail')} alt="" loading="lazy" />}
      </button>
      <div className="grow">
        <b>{t('pages.pageNumber', { number: formatNumber(page.seq) })}</b>
        <p className="small">{reasons}</p>
        <p className="small quiet">{t(`pages.accepting.${one.accepting}`)}</p>
      </div>
      {onAnswer === null ? null : <><Button isIcon label={t('action.accept-proposal')} onPress={() => onAnswer('accepted')}><Check size={16} aria-hidden /></Button>
      <Button isIcon look="plain" label={t('action.refuse-proposal')} onPress={() => onAnswer('refused')}><X size={16} aria-hidden /></Button></>}
    </li>
  );
}
