/** `text`: a pattern that must occur in one of the files, or must not occur in any. */
import { bareLines } from '../../facts/code/bare-code.js';
import { rustCode, unreadCode } from '../../facts/code/rust-code.js';
import { linesOf, namedFiles } from '../../facts/named-files.js';
import type { TextCheck } from '../../policy/own-criterion.js';
import type { Files } from '../../snapshot/files.js';
import { type Context, counted, met, type Outcome, type Problem, unknown, unmet } from '../criterion.js';
import { withPackages } from '../shared/scope.js';
import { excerptOf, listed, patternTest, SearchBudget } from './search.js';

/** What the check looks at, in a sentence. */
export function describeText({ paths, in: where, occurs, pattern }: TextCheck): string {
  const searched = where === 'code' ? 'of the Rust code at' : 'of the files at';
  const without = where === 'code' ? ' Comments, strings, and tests are left out.' : '';
  return `${occurs ? 'A line' : 'No line'} ${searched} ${listed(paths)} ${occurs ? 'must match' : 'may match'} \`${pattern}\`.${without}`;
}

/** Lines to search, and what could not be read. */
interface Searched {
  readonly files: readonly { readonly path: string; readonly lines: readonly string[] }[];
  readonly unread?: string | undefined;
}

export function checkText(check: TextCheck, files: Files, context: Context): Outcome {
  const named = namedFiles(files, check.paths);
  if (check.in === 'files') {
    const read = named.entries.map(entry => ({ path: entry.path, text: linesOf(files, entry) }));
    const unread = read.map(({ text }) => (text && 'unread' in text ? text.unread : undefined)).find(Boolean);
    const lines = read.flatMap(({ path, text }) => (text && 'lines' in text ? [{ path, lines: text.lines }] : []));
    return search(check, { files: lines, unread: unread ?? named.unread });
  }
  const paths = new Set(named.entries.map(({ path }) => path));
  return withPackages(files, context, packages => {
    const code = rustCode(files, packages);
    const sources = code.products.flatMap(product => product.files).filter(({ path }) => paths.has(path));
    const lines = [...new Map(sources.map(each => [each.path, each])).values()].map(each => ({
      path: each.path,
      lines: bareLines(each),
    }));
    return search(check, { files: lines, unread: unreadCode(code) });
  });
}

function search({ pattern, occurs, paths }: TextCheck, { files, unread }: Searched): Outcome {
  const test = patternTest(pattern);
  const budget = new SearchBudget();
  const problems: Problem[] = [];
  let missed = unread;
  for (const { path, lines } of files) {
    if (!budget.covers(lines)) {
      missed ??= 'the files have more text than one criterion searches: name fewer paths';
      break;
    }
    for (const [index, line] of lines.entries()) {
      if (!test(line)) continue;
      const place = { path, line: index + 1, excerpt: excerptOf(line) };
      if (occurs) return met(`\`${path}\` matches \`${pattern}\``, [{ ...place, message: 'matches' }]);
      problems.push({ kind: 'forbidden-text', ...place, message: `matches \`${pattern}\`, which must not occur` });
    }
  }
  if (problems.length > 0) return unmet(`${counted(problems.length, 'line')} with \`${pattern}\``, problems);
  if (missed !== undefined) return unknown(`not read: ${missed}`, missed);
  if (!occurs) return met(`no line matches \`${pattern}\``);
  const message = `no line of the files at ${listed(paths)} matches \`${pattern}\``;
  return unmet(message, [{ kind: 'missing-text', subject: pattern, message }]);
}
