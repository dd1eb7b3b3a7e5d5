// What routes share: the signed-in user and parsing of what comes in.
import type { Context } from 'hono';
import { z } from 'zod';
import type { Person } from '../../shared/domain/roles.ts';
import { AppError } from '../../shared/errors.ts';

/** Who is asking; `sessionId` when they signed in. */
export type User = Person & { readonly sessionId?: string };
/** `from`: where the request came from, as the door knows it; a request without a door is the command line's. */
export type AppEnv = { Variables: { user: User }; Bindings: { readonly from?: string } };

export const placeOf = (c: Context<AppEnv>): string => (c.env as AppEnv['Bindings'] | undefined)?.from ?? 'command-line';

function parse<S extends z.ZodType>(schema: S, value: unknown): z.infer<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new AppError('bad-request', { reason: z.prettifyError(result.error).slice(0, 500) }, 'none', { cause: result.error });
}

const MAX_JSON_BYTES = 2_000_000;

/** Stops at the limit: what a request says of its own length does not count. */
async function readText(request: Request, maxBytes: number): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of request.body ?? []) {
    bytes += part.length;
    if (bytes > maxBytes) throw new AppError('payload-too-large', { maxBytes });
    parts.push(part);
  }
  return new TextDecoder().decode(Buffer.concat(parts));
}

export async function parseBody<S extends z.ZodType>(c: Context, schema: S): Promise<z.infer<S>> {
  const text = await readText(c.req.raw, MAX_JSON_BYTES);
  let value: unknown;
  try {
    value = text === '' ? {} : JSON.parse(text);
  } catch (error) {
    throw new AppError('bad-request', { reason: 'not JSON' }, 'none', { cause: error });
  }
  return parse(schema, value);
}

export const parseQuery = <S extends z.ZodType>(c: Context, schema: S): z.infer<S> => parse(schema, c.req.query());

export const pageQuerySchema = z.object({ after: z.coerce.number().int().nonnegative().default(0), limit: z.coerce.number().int().min(1).max(1000).default(100) });
