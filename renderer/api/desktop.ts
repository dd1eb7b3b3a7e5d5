// What the desktop window adds to a browser: native pickers, whose answers are grants and never paths.
import { z } from 'zod';
import type { DesktopMenu } from '../../shared/api/desktop-menu.ts';

const bridgeSchema = z.object({
  pickFiles: z.custom<() => Promise<readonly string[]>>((value) => typeof value === 'function'),
  pickFolder: z.custom<() => Promise<readonly string[]>>((value) => typeof value === 'function'),
  grantDropped: z.custom<(files: readonly File[]) => Promise<readonly string[]>>((value) => typeof value === 'function'),
  setMenu: z.custom<(menu: DesktopMenu) => void>((value) => typeof value === 'function'),
  /** What is chosen from the menu, as a command's id. */
  onCommand: z.custom<(listener: (id: unknown) => void) => void>((value) => typeof value === 'function'),
  reveal: z.custom<(packageId: string) => Promise<void>>((value) => typeof value === 'function'),
});
export type DesktopBridge = Readonly<z.infer<typeof bridgeSchema>>;

/** The bridge of electron/preload.ts; undefined in a browser. */
export function desktopBridge(): DesktopBridge | undefined {
  const parsed = bridgeSchema.safeParse((globalThis as { sohoa?: unknown }).sohoa);
  return parsed.success ? parsed.data : undefined;
}
