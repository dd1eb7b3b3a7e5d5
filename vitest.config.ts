// One runner for everything: unit and api tests in seconds, faults and browser stories one file at a time.
import { defineConfig } from 'vitest/config';

const seconds = (count: number): number => count * 1000;

const project = (name: string, include: readonly string[], timeoutMs: number, oneAtATime = false) => ({
  test: {
    name,
    include: [...include],
    environment: 'node' as const,
    pool: 'forks' as const,
    testTimeout: timeoutMs,
    hookTimeout: timeoutMs,
    fileParallelism: !oneAtATime,
  },
});

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      project('unit', ['tests/unit/**/*.test.{ts,tsx}', 'tests/contract/**/*.test.ts'], seconds(60)),
      project('api', ['tests/api/**/*.test.ts'], seconds(60)),
      project('faults', ['tests/faults/**/*.test.ts', 'tests/conformance/**/*.test.ts', 'tests/electron/**/*.test.ts'], seconds(300), true),
      project('e2e', ['tests/e2e/**/*.e2e.ts'], seconds(240), true),
    ],
  },
});
