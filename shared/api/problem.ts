// Errors on the wire: application/problem+json (RFC 9457) with our code and its facts beside the standard members.
import { z } from 'zod';

export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string()).readonly()])),
  retry: z.enum(['again', 'rescan', 'other-file', 'none']),
});
export type Problem = Readonly<z.infer<typeof problemSchema>>;
