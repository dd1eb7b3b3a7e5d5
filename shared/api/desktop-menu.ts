// The desktop window's menu as the page sends it, out of its one registry of commands.
import { z } from 'zod';

export const desktopMenuSchema = z.array(z.object({
  label: z.string().min(1).max(60),
  items: z.array(z.object({ id: z.string().regex(/^[\w-]{1,60}$/), label: z.string().min(1).max(120), accelerator: z.string().max(40).nullable() })).max(100).readonly(),
})).max(20).readonly();
export type DesktopMenu = z.infer<typeof desktopMenuSchema>;
