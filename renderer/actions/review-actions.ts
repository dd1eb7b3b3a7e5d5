import type { Action, ReviewCommand } from './action.ts';

const command = (id: ReviewCommand, keys: readonly string[], inText: Action['inText'], inFooter: boolean): Action => ({
  id, group: 'record', keys, inText, inFooter,
  when: (scope) => scope.review?.can(id) ?? false,
  run: (scope) => scope.review?.run(id),
});

/** Review by keyboard alone: one key to agree, one to note a fault, one to return. */
export const reviewActions: readonly Action[] = [
  command('review-next', ['F2'], 'always', true),
  command('review-agree', ['Enter'], 'never', true),
  command('review-fault', ['X'], 'never', true),
  command('review-return', ['Ctrl+Enter'], 'always', true),
  command('review-down', ['ArrowDown'], 'never', false),
  command('review-up', ['ArrowUp'], 'never', false),
  command('review-leave', ['Escape'], 'never', true),
];
