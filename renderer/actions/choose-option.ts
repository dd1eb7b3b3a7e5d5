import type { Action } from './action.ts';

const NUMBERS = [1, 2, 3, 4] as const;

/**
 * The readings offered under a field, one number key each, only while the field's text is untouched. Where
 * digits are what one types (dates, numbers), Alt goes with the number.
 */
export const chooseOption: readonly Action[] = [
  ...NUMBERS.map((number): Action => ({
    id: `choose-option-${number}`,
    group: 'field',
    keys: [String(number)],
    inText: 'untouched',
    when: (scope) => (scope.desk?.optionCount ?? 0) >= number && scope.desk?.digitsAreText === false,
    run: (scope) => scope.desk?.choose(number - 1),
  })),
  ...NUMBERS.map((number): Action => ({
    id: `choose-option-alt-${number}`,
    group: 'field',
    keys: [`Alt+${number}`],
    inText: 'always',
    when: (scope) => (scope.desk?.optionCount ?? 0) >= number,
    run: (scope) => scope.desk?.choose(number - 1),
  })),
];
