import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import type { Profile } from '../../shared/api/batches.ts';
import { packageSummarySchema, uploadSummarySchema, verificationSchema, type Verification } from '../../shared/api/packages.ts';
import { getJson, sendJson } from './client.ts';
import { keys } from './keys.ts';

const packagesSchema = z.object({ packages: z.array(packageSummarySchema).readonly() });
const uploadsSchema = z.object({ uploads: z.array(uploadSummarySchema).readonly() });

export const usePackages = () => useQuery({ queryKey: keys.packages, queryFn: async ({ signal }) => (await getJson(packagesSchema, 'packages', signal)).packages });
export const useUploads = () => useQuery({ queryKey: keys.uploads, queryFn: async ({ signal }) => (await getJson(uploadsSchema, 'uploads', signal)).uploads });

export const buildPackage = (batchId: string, profile: Profile): Promise<unknown> => sendJson(z.unknown(), 'POST', `batches/${batchId}/packages`, { profile });
export const verifyPackage = (packageId: string): Promise<Verification> => sendJson(verificationSchema, 'POST', `packages/${packageId}/verify`);
export const startUpload = (packageId: string, target: string): Promise<unknown> => sendJson(z.unknown(), 'POST', `packages/${packageId}/uploads`, { target });
