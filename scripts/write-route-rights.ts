// Writes docs/route-rights.md from backend/routes/route-rights.ts: npm run rights. A test fails when it is stale.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { routeRightsTable } from '../backend/routes/route-rights-table.ts';

writeFileSync(fileURLToPath(new URL('../docs/route-rights.md', import.meta.url)), routeRightsTable());
