import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { getJson } from './client.ts';
import { keys } from './keys.ts';

const hitSchema = z.object({ batchId: z.string(), pageId: z.string(), recordId: z.string().nullable(), title: z.string(), snippet: z.string() });
const searchSchema = z.object({ hits: z.array(hitSchema).readonly() });

export const useSearch = (text: string) =>
  useQuery({ queryKey: keys.search(text), enabled: text.length > 1, placeholderData: keepPreviousData, queryFn: ({ signal }) => getJson(searchSchema, `search?q=${encodeURIComponent(text)}`, signal) });
