// The program's version, from package.json: the one place it is written.
import { z } from 'zod';
import packageJson from '../package.json' with { type: 'json' };

export const VERSION: string = z.object({ version: z.string() }).parse(packageJson).version;
