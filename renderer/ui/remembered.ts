// What the window remembers between visits: theme, language, zoom, filters, the batch last opened. Kept in
// localStorage; a browser that refuses storage only forgets.
import { useState } from 'react';

const PREFIX = 'sohoa.';

export function recall(name: string, otherwise: unknown): unknown {
  try {
    const text = localStorage.getItem(PREFIX + name);
    return text === null ? otherwise : JSON.parse(text);
  } catch {
    return otherwise;
  }
}

export function remember(name: string, value: string | number | boolean): void {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // Private windows refuse storage; the choice then lasts as long as the page.
  }
}

/** Like useState, remembered under `name`; a stored value that `isValid` refuses is ignored. */
export function useRemembered<T extends string | number | boolean>(name: string, otherwise: T, isValid: (value: unknown) => value is T): [T, (value: T) => void] {
  const [value, setValue] = useState<T>(() => {
    const stored = recall(name, otherwise);
    return isValid(stored) ? stored : otherwise;
  });
  const change = (next: T): void => {
    remember(name, next);
    setValue(next);
  };
  return [value, change];
}

export const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
export const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';
export const isString = (value: unknown): value is string => typeof value === 'string';
