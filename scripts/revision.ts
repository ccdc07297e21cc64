/**
 * Records the demands of each standard in its revisions/, and requires an entry in its CHANGELOG.md.
 *   npm run revision          records the current revision, unless it is released
 *   npm run check:standard    exits with 1 if a demand changed without a new revision and a changelog entry
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { STANDARDS } from '../src/standard/all.js';
import type { Standard } from '../src/standard/standard.js';
import { changelogEntry, type Revision, revisionOf, revisionProblems } from './standard-revision.js';

/** The directory of a standard's revisions and changelog. */
function roomOf({ id, docs }: Standard): string {
  const room = join(import.meta.dirname, '../src/standard');
  return id === STANDARDS[0].id ? room : join(room, docs);
}

function pathOf(standard: Standard, revision: number): string {
  return join(roomOf(standard), 'revisions', `${revision}.json`);
}

function recorded(standard: Standard, revision: number): Revision | undefined {
  try {
    return JSON.parse(readFileSync(pathOf(standard, revision), 'utf8')) as Revision;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

const problems = STANDARDS.flatMap(standard => {
  const current = revisionOf(standard);
  const { revision } = current;
  const changelog = readFileSync(join(roomOf(standard), 'CHANGELOG.md'), 'utf8');
  if (!process.argv.includes('--check') && changelogEntry(changelog, revision)?.released === false)
    writeFileSync(pathOf(standard, revision), `${JSON.stringify(current, null, 2)}\n`);
  const [written, previous] = [recorded(standard, revision), recorded(standard, revision - 1)];
  return revisionProblems({ current, written, previous, changelog }).map(each => `${standard.id}: ${each}`);
});
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
