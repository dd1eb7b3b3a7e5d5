// Lint rules carry the house rules that a machine can check; scripts/check-structure.mjs carries the
// rest (direction of imports, cycles, sizes).
import tseslint from 'typescript-eslint';
import reactHooks from 'eslint-plugin-react-hooks';

const noElectron = { name: 'electron', message: 'Only electron/ may import electron.' };
const castThroughUnknown = { selector: 'TSAsExpression > TSAsExpression > TSUnknownKeyword', message: 'A cast through unknown hides a wrong type: parse with zod, or write the type that is meant.' };
const hardParts = ['imaging', 'ocr', 'extract', 'pdf', 'packaging', 'targets', 'capture'].map((folder) => `backend/${folder}/**/*.ts`);

export default tseslint.config(
  { ignores: ['**/node_modules/**', 'dist/**', 'out/**', 'sohoa-demo/**', 'coverage/**', 'backend/*/*/assembly/**'] },
  { files: ['**/*.ts', '**/*.tsx'], extends: [tseslint.configs.strict] , rules: {
    '@typescript-eslint/no-explicit-any': 'error',
    '@typescript-eslint/no-non-null-assertion': 'error',
    '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': true, 'ts-ignore': true, 'ts-nocheck': true }],
    '@typescript-eslint/consistent-type-imports': 'error',
    '@typescript-eslint/no-dynamic-delete': 'off',
    '@typescript-eslint/no-invalid-void-type': 'off',
    'max-lines': ['error', { max: 400 }],
    'no-console': 'error',
    'no-var': 'error',
    'prefer-const': 'error',
    eqeqeq: ['error', 'always'],
    'no-restricted-imports': ['error', { paths: [noElectron] }],
  } },
  { files: ['backend/**/*.ts', 'shared/**/*.ts', 'electron/**/*.ts', 'renderer/**/*.ts', 'renderer/**/*.tsx'], linterOptions: { noInlineConfig: true }, rules: { 'no-restricted-syntax': ['error', castThroughUnknown] } },
  { files: hardParts, rules: { 'no-restricted-imports': ['error', { paths: [noElectron, 'hono', 'kysely', 'better-sqlite3'], patterns: ['**/db/**', '**/routes/**', 'hono/*'] }] } },
  { files: ['electron/**/*.ts'], rules: { 'no-restricted-imports': 'off' } },
  { files: ['renderer/**/*.ts', 'renderer/**/*.tsx'], plugins: { 'react-hooks': reactHooks }, rules: {
    ...reactHooks.configs.recommended.rules,
    'no-restricted-imports': ['error', { paths: [noElectron], patterns: ['**/backend/**', 'node:*'] }],
  } },
  { files: ['scripts/**/*.ts', 'bench/**/*.ts'], rules: { 'no-console': 'off' } },
  { files: ['tests/**/*.ts', 'tests/**/*.tsx'], rules: { 'max-lines': 'off' } },
);
