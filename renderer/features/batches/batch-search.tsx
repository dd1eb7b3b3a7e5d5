import { Search } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { Input, SearchField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useSearch } from '../../api/search.ts';
import { navigate } from '../../app-route.ts';
import { openRecordAt } from '../../app-sought.ts';

/** Finds what was read in any batch, with or without diacritics; a result opens its record or its page. */
export function BatchSearch() {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const asked = useDeferredValue(text.trim());
  const found = useSearch(asked);
  const hits = asked.length > 1 ? (found.data?.hits ?? null) : null;
  return (
    <div className="search">
      <SearchField aria-label={t('search.label')} value={text} onChange={setText} className="search-field">
        <Search size={15} aria-hidden />
        <Input className="input" placeholder={t('search.hint')} />
      </SearchField>
      {hits === null ? null : (
        <ul className="search-hits popover">
          {hits.length === 0 ? <li className="option quiet">{t('search.nothing')}</li> : null}
          {hits.map((hit) => (
            <li key={`${hit.kind}-${hit.id}-${hit.field ?? ''}`}>
              <button type="button" className="option search-hit" onClick={() => (hit.kind === 'record' ? openRecordAt(hit.batchId, hit.id, hit.field) : navigate({ screen: 'pages', batchId: hit.batchId, itemId: hit.id }))}>
                <b className="cut">{hit.title}</b>
                <span className="quiet small cut">{hit.batchName}{t('common.dot')}{hit.excerpt}</span>
              </button>
            </li>
          ))}
          {found.data?.hasMore ? <li className="option quiet small">{t('search.more')}</li> : null}
        </ul>
      )}
    </div>
  );
}
