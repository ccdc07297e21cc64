/**
 * Records the demands of the standard in src/standard/revisions/, and requires an entry in src/standard/CHANGELOG.md.
 *   npm run revision          records the current revision, unless it is released
 *   npm run check:standard    exits with 1 if a demand changed without a new revision and a changelog entry
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CIM_STANDARD } from '../src/standard/cim.js';
import { changelogEntry, type Revision, revisionOf, revisionProblems } from './standard-revision.js';

const ROOM = join(import.meta.dirname, '../src/standard');

function pathOf(revision: number): string {
  return join(ROOM, 'revisions', `${revision}.json`);
}

function writtenDown(revision: number): Revision | undefined {
  try {
    return JSON.parse(readFileSync(pathOf(revision), 'utf8')) as Revision;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

const current = revisionOf(CIM_STANDARD);
const { revision } = current;
const changelog = readFileSync(join(ROOM, 'CHANGELOG.md'), 'utf8');
if (!process.argv.includes('--check') && changelogEntry(changelog, revision)?.released === false) {
  writeFileSync(pathOf(revision), `${JSON.stringify(current, null, 2)}\n`);
}
const problems = revisionProblems({
  current,
  written: writtenDown(revision),
  previous: writtenDown(revision - 1),
  changelog,
});
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
