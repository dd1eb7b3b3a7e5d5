import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { bookReportSchema, clerkTrendSchema, handoverListSchema, progressReportSchema, qualitySchema, targetReplySchema, type BookTarget, type NewHandover } from '../../shared/api/reports.ts';
import { apiUrl, getJson, sendJson } from './client.ts';
import { keys } from './keys.ts';

export const useBookReport = (batchId: string) => useQuery({ queryKey: [...keys.batch(batchId), 'book-report'], queryFn: ({ signal }) => getJson(bookReportSchema, `batches/${batchId}/book-report`, signal) });
export const useHandovers = (batchId: string) => useQuery({ queryKey: [...keys.batch(batchId), 'handovers'], queryFn: async ({ signal }) => (await getJson(handoverListSchema, `batches/${batchId}/handovers`, signal)).handovers });
export const useTarget = (batchId: string) => useQuery({ queryKey: [...keys.batch(batchId), 'target'], queryFn: async ({ signal }) => (await getJson(targetReplySchema, `batches/${batchId}/target`, signal)).target });
export const useQuality = (batchId: string | null) => useQuery({ queryKey: [...keys.batches, 'quality', batchId], queryFn: ({ signal }) => getJson(qualitySchema, `reports/quality${batchId === null ? '' : `?batchId=${batchId}`}`, signal) });
export const useUnitProgress = () => useQuery({ queryKey: [...keys.batches, 'progress'], queryFn: async ({ signal }) => (await getJson(progressReportSchema, 'reports/progress', signal)).units });
export const useTrend = (personId: string) => useQuery({ queryKey: [...keys.batches, 'trend', personId], queryFn: ({ signal }) => getJson(clerkTrendSchema, `reports/people/${personId}`, signal) });

export const postHandover = (batchId: string, handover: NewHandover): Promise<unknown> => sendJson(z.unknown(), 'POST', `batches/${batchId}/handovers`, handover);
export const putTarget = (batchId: string, target: BookTarget): Promise<unknown> => sendJson(z.unknown(), 'PUT', `batches/${batchId}/target`, target);
export const reportFileUrl = (batchId: string, format: 'csv' | 'xlsx' | 'pdf'): string => apiUrl(`batches/${batchId}/book-report/file?format=${format}`);
export const handoverFileUrl = (batchId: string, id: string): string => apiUrl(`batches/${batchId}/handovers/${id}/file`);
