/** Reads a copy of an advisory database from a directory: a checkout of RustSec's, or files in the OSV format. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readAdvisories } from '../facts/advisories/read.js';
import type { AdvisoryDatabase } from '../snapshot/advisories.js';
import { openGit, output } from './git/program.js';
import { UnreadableError } from './unreadable.js';

/** How deep the files lie: RustSec's are at `crates/NAME/ID.md`. */
const DEEPEST = 3;
const MOST_FILES = 50_000;
/** The longest advisory is a tenth of it. */
const MOST_BYTES = 256 * 1024;
/** How many files are read at once. */
const AT_ONCE = 64;

const DAY = 24 * 60 * 60 * 1000;

type Database = Omit<AdvisoryDatabase, 'age'>;

const known = new Map<string, { readonly state: string; readonly database: Promise<Database> }>();

/**
 * The database in a directory, read again only if the directory has changed.
 * @param now ISO 8601
 * @throws UnreadableError if the directory has no advisories
 */
export async function collectAdvisories(dir: string, now: string): Promise<AdvisoryDatabase> {
  const commit = await newestCommit(dir);
  const state = commit?.id ?? (await changeTimes(dir));
  let kept = known.get(dir);
  if (kept?.state !== state) {
    kept = { state, database: databaseIn(dir, commit?.date) };
    known.set(dir, kept);
  }
  const database = await kept.database;
  return { ...database, age: Math.max(0, Math.floor((Date.parse(now) - Date.parse(database.date)) / DAY)) };
}

async function databaseIn(dir: string, committed: string | undefined): Promise<Database> {
  const database = readAdvisories(await textsIn(dir), committed);
  if (database) return database;
  throw new UnreadableError(
    `${dir} has no advisories; name a checkout of https://github.com/RustSec/advisory-db, or a directory of OSV files`,
  );
}

/** The commit that is checked out; undefined if the directory is not the root of a checkout. */
async function newestCommit(dir: string): Promise<{ readonly id: string; readonly date: string } | undefined> {
  try {
    await stat(join(dir, '.git'));
    const answer = await output(openGit(dir), ['log', '-1', '--no-show-signature', '--format=%H %cs']);
    const [id = '', date = ''] = answer.toString().trim().split(' ');
    return { id, date };
  } catch {
    return undefined;
  }
}

async function changeTimes(dir: string): Promise<string> {
  const times = await Promise.all(
    [dir, join(dir, 'crates')].map(each =>
      stat(each).then(
        ({ mtimeMs }) => mtimeMs,
        () => 0,
      ),
    ),
  );
  return times.join(' ');
}

async function textsIn(dir: string): Promise<ReadonlyMap<string, string>> {
  const paths = (await advisoriesBelow(dir, '', DEEPEST)).sort();
  if (paths.length > MOST_FILES) throw new UnreadableError(`${dir} has more than ${MOST_FILES} files`);
  const texts = new Map<string, string>();
  for (let from = 0; from < paths.length; from += AT_ONCE) {
    const some = paths.slice(from, from + AT_ONCE);
    const read = await Promise.all(some.map(path => textAt(join(dir, path))));
    for (const [index, path] of some.entries()) texts.set(path, read[index] ?? '');
  }
  return texts;
}

/** The text of a file; an empty one if it is too large to be an advisory. */
async function textAt(file: string): Promise<string> {
  return (await stat(file)).size > MOST_BYTES ? '' : readFile(file, 'utf8');
}

/** Paths of files that are called like advisories. Links are not followed. */
async function advisoriesBelow(dir: string, below: string, depth: number): Promise<string[]> {
  const entries = await readdir(join(dir, below), { withFileTypes: true }).catch(() => {
    throw new UnreadableError(`${join(dir, below)} is not a directory that can be read`);
  });
  const found: string[] = [];
  for (const entry of entries) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isFile() && isAdvisoryName(path)) found.push(path);
    else if (entry.isDirectory() && !entry.name.startsWith('.') && depth > 1)
      found.push(...(await advisoriesBelow(dir, path, depth - 1)));
    if (found.length > MOST_FILES) break;
  }
  return found;
}

function isAdvisoryName(path: string): boolean {
  return path.endsWith('.json') || (path.startsWith('crates/') && path.endsWith('.md'));
}
