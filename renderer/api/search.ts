import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { searchReplySchema } from '../../shared/api/search.ts';
import { getJson } from './client.ts';
import { keys } from './keys.ts';

export const useSearch = (text: string) =>
  useQuery({ queryKey: keys.search(text), enabled: text.length > 1, placeholderData: keepPreviousData, queryFn: ({ signal }) => getJson(searchReplySchema, `search?q=${encodeURIComponent(text)}&limit=20`, signal) });
