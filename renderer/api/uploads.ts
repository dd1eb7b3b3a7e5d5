import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { heldPackagesSchema, profileListSchema, receiptDetailSchema, reconciliationSchema, trialSchema, uploadQueueSchema, broughtBackSchema, type ProfileInput, type Trial } from '../../shared/api/uploads.ts';
import { getJson, sendJson } from './client.ts';
import { keys } from './keys.ts';

const under = (...names: readonly string[]): readonly string[] => [...keys.uploads, ...names];
const checkSchema = z.object({ reconciliation: reconciliationSchema.nullable() });
const broughtSchema = z.object({ broughtBack: z.array(broughtBackSchema).readonly() });

export const useUploadQueue = () => useQuery({ queryKey: under('queue'), queryFn: async ({ signal }) => getJson(uploadQueueSchema, 'uploads', signal) });
export const useUploadProfiles = () => useQuery({ queryKey: under('profiles'), queryFn: async ({ signal }) => getJson(profileListSchema, 'upload-profiles', signal) });
export const useReceipt = (uploadId: string) => useQuery({ queryKey: under('receipt', uploadId), queryFn: async ({ signal }) => getJson(receiptDetailSchema, `uploads/${uploadId}/receipt`, signal) });
export const useReconciliation = (profileId: string) => useQuery({ queryKey: under('check', profileId), queryFn: async ({ signal }) => (await getJson(checkSchema, `upload-profiles/${profileId}/reconciliation`, signal)).reconciliation });
export const useHeldPackages = (profileId: string) => useQuery({ queryKey: ['held-packages', profileId], queryFn: async ({ signal }) => (await getJson(heldPackagesSchema, `upload-profiles/${profileId}/packages`, signal)).packages, retry: false });
export const useBroughtBack = () => useQuery({ queryKey: under('brought-back'), queryFn: async ({ signal }) => (await getJson(broughtSchema, 'uploads/brought-back', signal)).broughtBack });

/** A change of uploads or of places; what is shown of them is asked for again. */
export function useUploadChange<A, R>(run: (argument: A) => Promise<R>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: run, onSettled: () => client.invalidateQueries({ queryKey: keys.uploads }) });
}

export const enqueueUploads = (packageIds: readonly string[], profileId: string): Promise<unknown> => sendJson(z.unknown(), 'POST', 'uploads', { packageIds, profileId });
export const pauseQueue = (isPaused: boolean): Promise<unknown> => sendJson(z.unknown(), 'PUT', 'uploads/queue', { isPaused });
export const changeUpload = (id: string, change: { isPaused?: boolean; priority?: number }): Promise<unknown> => sendJson(z.unknown(), 'PATCH', `uploads/${id}`, change);
export const retryUpload = (id: string): Promise<unknown> => sendJson(z.unknown(), 'POST', `uploads/${id}/retry`);
export const removeUpload = (id: string): Promise<unknown> => sendJson(z.unknown(), 'DELETE', `uploads/${id}`);
export const saveProfile = (id: string | null, input: ProfileInput): Promise<unknown> => sendJson(z.unknown(), id === null ? 'POST' : 'PUT', id === null ? 'upload-profiles' : `upload-profiles/${id}`, input);
export const removeProfile = (id: string): Promise<unknown> => sendJson(z.unknown(), 'DELETE', `upload-profiles/${id}`);
export const tryProfile = (id: string): Promise<Trial> => sendJson(trialSchema, 'POST', `upload-profiles/${id}/try`);
export const tryInput = (input: ProfileInput): Promise<Trial> => sendJson(trialSchema, 'POST', 'upload-profiles/try', input);
export const startReconciliation = (profileId: string): Promise<unknown> => sendJson(z.unknown(), 'POST', `upload-profiles/${profileId}/reconciliation`);
export const resendDifferences = (profileId: string): Promise<unknown> => sendJson(z.unknown(), 'POST', `upload-profiles/${profileId}/resend`);
export const bringBack = (profileId: string, pack: { sha256: string; name: string }): Promise<unknown> => sendJson(z.unknown(), 'POST', `upload-profiles/${profileId}/bring-back`, pack);
