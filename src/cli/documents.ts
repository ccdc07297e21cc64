/** `cim-readiness documents [DIR or FILE...]`: planning documents, and what in them cannot be true. */
import { stat } from 'node:fs/promises';
import { basename, relative, resolve } from 'node:path';
import { folderFiles, namedFiles } from '../collect/documents.js';
import { UnreadableError } from '../collect/unreadable.js';
import { type Planning, readPlanning } from '../facts/planning/planning.js';
import { listedNames } from '../facts/registry/registry.js';
import { nameFinder } from '../fleet/named-in-tasks.js';
import type { FormatOf } from '../report/formats.js';
import { readText } from '../snapshot/files.js';
import { DEFAULT_STANDARD } from '../standard/all.js';
import { printReport } from './output.js';

export interface DocumentsOptions {
  readonly format: FormatOf<'documents'>;
  readonly today?: string | undefined;
}

export async function documentsCommand(what: readonly string[], options: DocumentsOptions): Promise<void> {
  const today = options.today ?? new Date().toISOString().slice(0, 10);
  const places = what.length === 0 ? ['.'] : what;
  const kinds = await Promise.all(places.map(kindOf));
  const named = places.filter((_, index) => kinds[index] === 'file');
  const modules = new Set<string>();
  const read: Planning[] = [];
  for (const [index, place] of places.entries()) {
    if (kinds[index] === 'file') continue;
    const { files, below } = await folderFiles(place);
    const registry = readText(files, 'registry/modules.yaml');
    if (registry.read) for (const name of listedNames(registry.value)) modules.add(name);
    read.push(readPlanning(files, { today, wanted: path => below === '' || path.startsWith(`${below}/`) }));
  }
  if (named.length > 0) {
    const files = await namedFiles(named.map(path => ({ path: shortened(path), place: path })));
    read.push(readPlanning(files, { today, named: true }));
  }
  const namedIn = nameFinder(DEFAULT_STANDARD, modules);
  const others = otherTexts(read.at(-1), named.map(shortened));
  if (named.length > 0 && others.length === places.length)
    throw new UnreadableError(
      `${others.join(', ')}: no status report, task list, roadmap, tracker, standards, or catalog`,
    );
  for (const path of others) process.stderr.write(`cim-readiness: ${path} is not a planning document\n`);
  await printReport('documents', options.format, { planning: together(read), today, namedIn });
}

async function kindOf(place: string): Promise<'file' | 'folder'> {
  const found = await stat(place).catch(() => undefined);
  if (!found) throw new UnreadableError(`${place} does not exist`);
  return found.isDirectory() ? 'folder' : 'file';
}

/** Which of the named files are no planning documents, and hold no contradiction either. */
function otherTexts(read: Planning | undefined, named: readonly string[]): string[] {
  return named.filter(path => {
    const found = read?.documents.find(({ document }) => document.path === path);
    return found !== undefined && found.document.kind === null && found.contradictions.length === 0;
  });
}

/** A path as shown: relative to the current directory if it is below, otherwise only its name. */
function shortened(path: string): string {
  const here = relative('.', resolve(path));
  return here.startsWith('..') ? basename(path) : here;
}

function together(all: readonly Planning[]): Planning {
  return {
    documents: all.flatMap(({ documents }) => documents),
    data: all.flatMap(({ data }) => data),
    corrections: all.flatMap(({ corrections }) => corrections),
    unread: all.flatMap(({ unread }) => unread),
  };
}
