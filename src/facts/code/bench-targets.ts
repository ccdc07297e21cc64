/** Whether benches are configured as their harness requires: https://bheisler.github.io/criterion.rs/book/getting_started.html */

import type { Package, Target } from '../../cargo/model.js';
import { readCrate } from '../../rust/crate.js';
import { isText, isWord, wordAt } from '../../rust/tokens.js';
import type { Files } from '../../snapshot/files.js';

export interface BenchProblem {
  readonly kind: 'missing-bench' | 'double-harness';
  /** The name of the bench. */
  readonly subject: string;
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

/** Macros and functions that define a `main` of their own. */
const OWN_MAIN = /^(criterion_main|divan|iai|iai_callgrind|library_benchmark_group|brunch|tango_main|gungraun)$/;

/** Whether a package has anything to configure. */
export function hasBenches({ targets }: Package): boolean {
  return targets.some(({ kind }) => kind === 'bench');
}

/** Benches that do not exist, and those that keep the harness of rustc beside one of their own. */
export function benchProblems(files: Files, pkg: Package): BenchProblem[] {
  return pkg.targets.flatMap((target): BenchProblem[] => {
    if (target.kind !== 'bench') return [];
    const place = { subject: target.name, path: target.declared ? pkg.manifestPath : target.path, line: target.line };
    if (!target.exists)
      return [
        {
          kind: 'missing-bench',
          ...place,
          message: `the bench \`${target.name}\` names ${target.path}, which does not exist: write the file or fix the path`,
        },
      ];
    if (!target.harness || !bringsMain(files, pkg, target)) return [];
    return [
      {
        kind: 'double-harness',
        ...place,
        message: target.declared
          ? `the bench \`${target.name}\` has a main of its own: add \`harness = false\``
          : `the bench \`${target.name}\` has a main of its own: add \`[[bench]]\` with \`name = "${target.name}"\` and \`harness = false\` to Cargo.toml`,
      },
    ];
  });
}

function bringsMain(files: Files, pkg: Package, target: Target): boolean {
  const { file } = readCrate(files, pkg, target).root.source;
  const { tokens } = file;
  for (let at = 0; at < tokens.count; at += 1) {
    if (!isWord(tokens, at)) continue;
    const word = wordAt(tokens, at);
    if (!OWN_MAIN.test(word)) continue;
    // divan and iai are crates: what they bring is called by path.
    if (word === 'divan' || word === 'iai' || word === 'brunch') {
      if (isText(tokens, at + 1, '::') && isText(tokens, at + 2, 'main')) return true;
    } else if (isText(tokens, at + 1, '!')) return true;
  }
  return false;
}
