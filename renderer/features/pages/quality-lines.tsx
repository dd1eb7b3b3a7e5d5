import { useTranslation } from 'react-i18next';
import type { QualityFacts } from '../../../shared/domain/reading.ts';
import { formatNumber } from '../../ui/numbers.ts';

/** What the clean-up found on the scan. */
export function QualityLines({ quality, isDuplicate }: { quality: QualityFacts; isDuplicate: boolean }) {
  const { t } = useTranslation();
  const findings = [...quality.findings, ...quality.clippedEdges.map((edge) => `clipped-${edge}`), ...(isDuplicate ? ['duplicate'] : [])];
  return (
    <>
      <dl className="counts">
        <dt>{t('quality.dpi')}</dt><dd>{t(`quality.from.${quality.dpiFrom}`, { value: formatNumber(Math.round(quality.dpi)) })}</dd>
        <dt>{t('quality.skew')}</dt><dd>{t('quality.degrees', { value: formatNumber(quality.skewDeg) })}</dd>
        {quality.turnedDeg === 0 ? null : <><dt>{t('quality.turned')}</dt><dd>{t('quality.degrees', { value: quality.turnedDeg })}</dd></>}
        <dt>{t('quality.sharpness')}</dt><dd>{t('common.percent', { value: Math.round(quality.sharpness * 100) })}</dd>
        <dt>{t('quality.contrast')}</dt><dd>{t('common.percent', { value: Math.round(quality.contrast * 100) })}</dd>
      </dl>
      {findings.length > 0 ? <div className="row wrap">{findings.map((finding) => <span key={finding} className="chip doubtful">{t([`finding.${finding}`, 'finding.other'], { code: finding })}</span>)}</div> : null}
    </>
  );
}
