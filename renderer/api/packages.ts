import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import type { Profile } from '../../shared/api/batches.ts';
import { keyPlaceFactsSchema, packageFindingsSchema, packageSettingsSchema, packageSummarySchema, verificationSchema, type PackageSettings, type Verification } from '../../shared/api/packages.ts';
import { getJson, sendJson } from './client.ts';
import { keys } from './keys.ts';

const packagesSchema = z.object({ packages: z.array(packageSummarySchema).readonly() });

export const usePackages = () => useQuery({ queryKey: keys.packages, queryFn: async ({ signal }) => (await getJson(packagesSchema, 'packages', signal)).packages });

/** What to repair before a package of this profile is made. */
export const usePackageCheck = (batchId: string, profile: Profile) =>
  useQuery({ queryKey: keys.packageCheck(batchId, profile), enabled: profile !== 'none', queryFn: ({ signal }) => getJson(packageFindingsSchema, `batches/${batchId}/package-check?profile=${profile}`, signal) });
export const usePackageFindings = (packageId: string, isWanted: boolean) => useQuery({ queryKey: keys.packageFindings(packageId), enabled: isWanted, queryFn: ({ signal }) => getJson(packageFindingsSchema, `packages/${packageId}/findings`, signal) });
export const usePackageSettings = (batchId: string) => useQuery({ queryKey: keys.packageSettings(batchId), queryFn: ({ signal }) => getJson(packageSettingsSchema, `batches/${batchId}/package-settings`, signal) });
export const changePackageSettings = (batchId: string, settings: PackageSettings): Promise<PackageSettings> => sendJson(packageSettingsSchema, 'PUT', `batches/${batchId}/package-settings`, settings);
export const listTokens = async (library: string): Promise<z.infer<typeof keyPlaceFactsSchema>['tokens']> => (await sendJson(keyPlaceFactsSchema, 'POST', 'packages/tokens', { library })).tokens;

/** `secret`: password or PIN of the signing key that is set. */
export const buildPackage = (batchId: string, profile: Profile, secret?: string): Promise<unknown> => sendJson(z.unknown(), 'POST', `batches/${batchId}/packages`, { profile, ...(secret === undefined ? {} : { secret }) });
export const verifyPackage = (packageId: string): Promise<Verification> => sendJson(verificationSchema, 'POST', `packages/${packageId}/verify`);
export const startUpload = (packageId: string, target: string): Promise<unknown> => sendJson(z.unknown(), 'POST', `packages/${packageId}/uploads`, { target });
