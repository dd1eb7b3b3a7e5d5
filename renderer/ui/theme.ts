import { recall, remember } from './remembered.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const isTheme = (value: unknown): value is Theme => value === 'system' || value === 'light' || value === 'dark';

export function currentTheme(): Theme {
  const stored = recall('theme', 'system');
  return isTheme(stored) ? stored : 'system';
}

const prefersDark = (): MediaQueryList => window.matchMedia('(prefers-color-scheme: dark)');

function paint(): void {
  const theme = currentTheme();
  const dark = theme === 'dark' || (theme === 'system' && prefersDark().matches);
  document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
}

export function applyTheme(): void {
  paint();
  prefersDark().addEventListener('change', paint);
}

export function setTheme(theme: Theme): void {
  remember('theme', theme);
  paint();
}
