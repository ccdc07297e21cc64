/** `file`: files that must exist, or must not, or must contain a text. */
import { linesOf, namedFiles } from '../../facts/named-files.js';
import type { FileCheck } from '../../policy/own-criterion.js';
import { type FileEntry, type Files, readText } from '../../snapshot/files.js';
import { counted, type Evidence, met, type Outcome, type Problem, unknown, unmet } from '../criterion.js';
import { listed, type LineTest, patternTest, SearchBudget } from './search.js';

/** What the check looks at, in a sentence. */
export function describeFile({ paths, exists, contains, matches }: FileCheck): string {
  if (!exists) return `No file may be at ${listed(paths)}.`;
  const texts = [
    ...(contains === undefined ? [] : [`contain \`${contains}\``]),
    ...(matches === undefined ? [] : [`have a line that matches \`${matches}\``]),
  ];
  return `A file must be at ${listed(paths)}${texts.length > 0 ? `, and each must ${texts.join(' and ')}` : ''}.`;
}

export function checkFile(check: FileCheck, files: Files): Outcome {
  const { entries, unread } = namedFiles(files, check.paths);
  const where = listed(check.paths);
  if (!check.exists) {
    if (entries.length === 0) return unread === undefined ? met(`no file is at ${where}`) : unknown(unread);
    return unmet(
      `${counted(entries.length, 'file')} at ${where}`,
      entries.map(({ path }) => ({ kind: 'unwanted-file', subject: path, path, message: 'must not exist: remove it' })),
    );
  }
  if (entries.length === 0) {
    if (unread !== undefined) return unknown(unread);
    return unmet(`no file is at ${where}`, [{ kind: 'missing-file', message: `no file is at ${where}: add one` }]);
  }
  return checkTexts(check, entries, files);
}

function checkTexts({ contains, matches }: FileCheck, entries: readonly FileEntry[], files: Files): Outcome {
  const test = matches === undefined ? undefined : patternTest(matches);
  const budget = new SearchBudget();
  const problems: Problem[] = [];
  const unread: string[] = [];
  const proof: Evidence[] = [];
  for (const entry of entries) {
    const found = textOf(entry, files, { contains, test, budget });
    if (typeof found === 'string') unread.push(found);
    else if (found.lacks.length === 0) proof.push({ path: entry.path, line: found.line, message: 'as required' });
    else problems.push(...found.lacks.map(each => ({ ...each, path: entry.path, line: 1 })));
  }
  const [reason] = unread;
  if (problems.length > 0) return unmet(`${counted(problems.length, 'required text')} missing`, problems);
  if (reason !== undefined) return unknown(`not read: ${reason}`, reason);
  return met(`${counted(entries.length, 'file')} as required`, proof.slice(0, 5));

  function textOf(
    entry: FileEntry,
    tree: Files,
    asked: {
      readonly contains: string | undefined;
      readonly test: LineTest | undefined;
      readonly budget: SearchBudget;
    },
  ): string | { readonly line: number; readonly lacks: readonly Omit<Problem, 'path' | 'line'>[] } {
    if (asked.contains === undefined && !asked.test) return { line: 1, lacks: [] };
    const text = readText(tree, entry.path);
    if (!text.read) return `${entry.path}: ${text.reason}`;
    const read = linesOf(tree, entry);
    const lines = read && 'lines' in read ? read.lines : [];
    if (asked.test && !asked.budget.covers(lines)) return `${entry.path}: more text than one criterion searches`;
    const at = asked.test ? lines.findIndex(asked.test) : 0;
    const isIn = asked.contains === undefined || text.value.includes(asked.contains);
    return {
      line: Math.max(0, at) + 1,
      lacks: [
        ...(isIn
          ? []
          : [{ kind: 'missing-text', subject: asked.contains ?? '', message: `lacks \`${asked.contains}\`` }]),
        ...(at >= 0 ? [] : [{ kind: 'no-match', subject: matches ?? '', message: `no line matches \`${matches}\`` }]),
      ],
    };
  }
}
