/** Files that Git tracks although it must not. */

import { assessedFiles } from '../cache/assessed-files.js';
import { memoWithoutRust } from '../cache/without-rust.js';
import { ignoreRules, wronglyTrackedFiles } from '../formats/gitignore.js';
import type { Files } from '../snapshot/files.js';

/** A problem at a place; without a path, of the whole repository. */
export interface IgnoreProblem {
  readonly kind: 'target-not-ignored' | 'unwanted-file' | 'ignored-file';
  readonly path?: string;
  readonly line?: number;
  readonly message: string;
}

/** Each place at which the ignore rules and the tracked files disagree, or leave build output and secrets to be tracked. */
export const ignoredFileProblems = memoWithoutRust((files: Files): readonly IgnoreProblem[] => {
  const rules = ignoreRules(files);
  const hasCrate = files.entries.has('Cargo.toml');
  const problems: IgnoreProblem[] = [];
  if (hasCrate && !rules.ignores('target/') && !rules.ignores('target/debug/'))
    problems.push(
      rules.atRoot
        ? {
            kind: 'target-not-ignored',
            path: '.gitignore',
            line: 1,
            message: '`target/` is not ignored: add `/target/`',
          }
        : { kind: 'target-not-ignored', message: 'no `.gitignore` ignores `target/`: add one' },
    );
  const never = wronglyTrackedFiles(files);
  for (const { path, what } of never)
    problems.push({ kind: 'unwanted-file', path, message: `${what} is tracked: run \`git rm --cached\` on the file` });
  const known = new Set(never.map(({ path }) => path));
  for (const { path } of assessedFiles(files)) {
    // An ignored lock file is reported with its binary.
    if (known.has(path) || !rules.ignores(path)) continue;
    problems.push({
      kind: 'ignored-file',
      path,
      message: "tracked, but ignored by the repository's own rules: untrack the file or remove the rule",
    });
  }
  return problems;
});
