import type { Package } from '../../cargo/model.js';
import {
  namedModules,
  testsElsewhere,
  testFunctions,
  testTree,
  topModules,
} from '../../facts/code/integration-tests.js';
import { libraryCrates, unreadFileReason } from '../../rust/library.js';
import type { Files } from '../../snapshot/files.js';
import { counted, criterion, type Problem, unknown, metOrUnmet } from '../criterion.js';
import { withLibraries } from '../shared/scope.js';

export const integrationTests = criterion({
  id: 'integration-tests',
  title: 'Every public module has integration tests',
  severity: 'must',
  kind: 'automatic',
  rationale:
    'Integration tests use the crate as other crates do, so they are the first to show that something public cannot be used.',
  looksAt:
    '`tests/` has a test function that is not ignored (`#[test]`, `#[tokio::test]`, `#[rstest]`, `proptest!`, and the like). A test names every public top-level module of the library, by path or through a re-export of one of its items at the root. Every `.rs` file below `tests/` is part of a target.',
  looksNotAt:
    'Unit tests in `src/`. Modules that only re-export. Files that a test reads by their directory, such as those of trybuild. How much of a module a test covers.',
  remediation:
    'Add `tests/NAME.rs` with a `#[test]` that does what a user of the crate does, and `use` the module that the message names. Move files that tests share into `tests/common/mod.rs`, and add `mod common;` to the tests that use them.',
  example: {
    met: '```rust\n// tests/parcel.rs\nuse cim_parcel::parcel::Parcel;\n\n#[test]\nfn a_parcel_is_delivered_once() { … }\n```',
    unmet: '```text\nsrc/lib.rs\nsrc/parcel.rs\n```',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withLibraries(files, context, packages => {
      const each = packages.map(pkg => judge(files, pkg));
      const unread = each.find(({ unread: reason }) => reason !== undefined)?.unread;
      if (unread) return unknown(`the tests, or the modules that they must name, could not be read: ${unread}`);
      const tests = each.reduce((sum, { count }) => sum + count, 0);
      return metOrUnmet({
        problems: each.flatMap(findingsOf),
        met: `${counted(tests, 'integration test')}; every public module is named by one`,
        unmet: summary(each),
      });
    }),
});

interface Judged {
  readonly count: number;
  readonly untested: boolean;
  readonly missing: readonly Problem[];
  readonly orphans: readonly Problem[];
  /** The unread file that would decide. */
  readonly unread?: string | undefined;
}

function findingsOf({ missing, orphans }: Judged): Problem[] {
  return [...missing, ...orphans];
}

function summary(all: readonly Judged[]): string {
  const untested = all.filter(each => each.untested).length;
  const modules = all.reduce((sum, each) => sum + (each.untested ? 0 : each.missing.length), 0);
  const orphans = all.reduce((sum, each) => sum + each.orphans.length, 0);
  return [
    untested > 0 &&
      (all.length === 1 ? 'no integration test' : `${counted(untested, 'crate')} without an integration test`),
    modules > 0 && `${counted(modules, 'public module')} not named by any integration test`,
    orphans > 0 && `${counted(orphans, 'file')} in \`tests/\` not part of any target`,
  ]
    .filter(Boolean)
    .join('; ');
}

function judge(files: Files, pkg: Package): Judged {
  const own = testTree(files, pkg);
  const [library] = libraryCrates(files, [pkg]);
  const trees = [own, ...(library ? testsElsewhere(files, pkg, library.name) : [])];
  const count = trees.flatMap(testFunctions).length;
  const unread = trees.find(each => each.unread !== undefined)?.unread;
  if (count === 0) {
    const message = `\`${pkg.name}\` has no integration test that runs: add \`tests/\` with a test function`;
    const missing = [
      { kind: 'no-integration-test', subject: pkg.name, path: pkg.manifestPath, line: pkg.line, message },
    ];
    return { count, untested: true, missing, orphans: [], unread };
  }
  const named = library ? namedModules(library, trees) : new Set<string>();
  const missing = (library ? topModules(library) : [])
    .filter(({ name }) => !named.has(name))
    .map(module => ({
      kind: 'untested-module',
      subject: module.name,
      path: module.parent?.source.path ?? pkg.manifestPath,
      line: module.item?.line ?? 1,
      message: `no integration test names the public module \`${module.name}\`: use it in one`,
    }));
  const message = 'not part of any test target: add a `mod` for it to a test';
  const orphans = own.orphans.map(path => ({ kind: 'orphan-file', path, line: 1, message }));
  const unseen = library && unreadFileReason(files, [library]);
  return { count, untested: false, missing, orphans, unread: missing.length + orphans.length > 0 ? unread : unseen };
}
