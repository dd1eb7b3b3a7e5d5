// The list of rights as a page of documentation.
import { ROLES } from '../../shared/domain/roles.ts';
import { ROUTE_RIGHTS, type RouteRight } from './route-rights.ts';

const MASKING = { text: 'identifiers in text', picture: 'identifiers in the picture', none: '—' } as const;

const lineOf = ({ method, path, callers, masking }: RouteRight): string => {
  const marks = ROLES.map((role) => (callers === 'anyone' || callers.includes(role) ? '●' : ''));
  return `| ${method} | \`${path}\` | ${callers === 'anyone' ? '●' : ''} | ${marks.join(' | ')} | ${MASKING[masking]} |`;
};

/** Markdown. */
export function routeRightsTable(): string {
  return `# Who may call what

Made from \`backend/routes/route-rights.ts\` by \`npm run rights\`; tests hold it against the routes and try every other role on every row. What is masked is masked for a person who is neither clerk nor reviewer.

| method | path | not signed in | ${ROLES.join(' | ')} | masked |
|---|---|${':-:|'.repeat(ROLES.length + 1)}---|
${ROUTE_RIGHTS.map(lineOf).join('\n')}
`;
}
