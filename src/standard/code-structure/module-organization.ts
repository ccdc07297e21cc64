import { type OrganizationProblem, organizationProblems } from '../../facts/code/module-organization.js';
import { counted, criterion, unknown, metOrUnmet } from '../criterion.js';
import { withPackages } from '../shared/scope.js';

const ADVICE: Readonly<Record<OrganizationProblem['kind'], (name: string) => string>> = {
  'missing-target': name => `the target \`${name}\` does not exist: write it or remove it from the manifest`,
  'orphan-file': name => `\`${name}\` is not part of any target: add a \`mod\` for it or delete it`,
  'file-name': name => `\`${name}\` is not in snake_case: rename it`,
  'stray-file': name =>
    `\`${name}\` is outside the directories of targets: move it to src/, tests/, benches/, or examples/, or name it in Cargo.toml`,
};

const WORDS: Readonly<Record<OrganizationProblem['kind'], readonly [string, string?]>> = {
  'missing-target': ['target does not exist', 'targets do not exist'],
  'orphan-file': ['file is not part of any target', 'files are not part of any target'],
  'file-name': ['file is not in snake_case', 'files are not in snake_case'],
  'stray-file': ['file is outside the directories of targets', 'files are outside the directories of targets'],
};

export const moduleOrganization = criterion({
  id: 'module-organization',
  title: 'Modules follow Rust conventions',
  severity: 'must',
  kind: 'automatic',
  rationale:
    'Anyone who knows Cargo can find their way in a crate that follows its conventions. A file that is not part of any target is never compiled and only looks like code.',
  looksAt:
    'The targets that Cargo.toml declares or implies exist. Every `.rs` file below `src/` is part of a target through `mod`, `#[path]`, or `include!`. Module files are named in snake_case. No `.rs` file is outside `src/`, `tests/`, `benches/`, `examples/`, `fuzz/`, `build.rs`, the workspace members, and the targets that the manifest names.',
  looksNotAt:
    'Separate crates in directories of the repository, files that code names in a string, and vendored and generated files.',
  remediation:
    'Add `mod name;` where the file belongs, or delete the file: Git keeps it. Rename files to snake_case (`git mv src/OrderBook.rs src/order_book.rs`).',
  example: {
    met: '```text\nsrc/lib.rs          mod parcel;\nsrc/parcel.rs\n```',
    unmet: '```text\nsrc/lib.rs          mod parcel;\nsrc/parcel.rs\nsrc/parcel_old.rs   no mod names it\n```',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withPackages(files, context, packages => {
      const found = packages.flatMap(pkg => organizationProblems(files, pkg));
      const disorder = found.filter(({ unread }) => unread === undefined);
      const [doubtful] = found.filter(({ unread }) => unread !== undefined);
      if (doubtful && disorder.length === 0)
        return unknown(`whether \`${doubtful.name}\` is part of a target is unknown: ${doubtful.unread}`);
      const kinds = [...new Set(disorder.map(({ kind }) => kind))];
      return metOrUnmet({
        problems: disorder.map(({ kind, path, line, name }) => ({
          kind,
          subject: name,
          path,
          line,
          message: ADVICE[kind](name),
        })),
        met: 'every Rust file is part of a target and is where Cargo looks for it',
        unmet: kinds
          .map(kind => counted(disorder.filter(each => each.kind === kind).length, ...WORDS[kind]))
          .join(', '),
      });
    }),
});
