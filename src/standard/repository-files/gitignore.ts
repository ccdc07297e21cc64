import { lockedVersions } from '../../cargo/lock.js';
import type { Package } from '../../cargo/model.js';
import { selectScope } from '../../cargo/scope.js';
import { ignoredFileProblems } from '../../facts/ignored-files.js';
import { ignoreRules } from '../../formats/gitignore.js';
import type { Files } from '../../snapshot/files.js';
import { type Context, counted, criterion, type Problem, unknown, metOrUnmet } from '../criterion.js';

export const gitignore = criterion({
  id: 'gitignore',
  title: 'Git ignores build output and credentials',
  severity: 'must',
  kind: 'automatic',
  rationale:
    'Build output and credentials do not belong in history, and a file that is both tracked and ignored changes without anyone noticing. Without its Cargo.lock, a binary is built from different versions each time.',
  looksAt:
    "The `.gitignore` files: `target/` is ignored, and no tracked file is. No build output, `*.rs.bk`, `*.profraw`, `*.profdata`, or `.env` is tracked. If there is a binary, `Cargo.lock` is committed and has the manifest's version.",
  looksNotAt: 'Personal ignore rules (`core.excludesFile`), and vendored directories.',
  remediation:
    'Add `/target/` and `.env` to `.gitignore`. Stop tracking the files with `git rm --cached PATH`, or remove the rule that ignores them. For a binary, remove the rule that ignores `Cargo.lock`, run `cargo update --workspace`, and commit the file.',
  example: { met: '```text\n/target/\n.env\n```', unmet: '```text\n*.log        # and no target/\n```' },
  needs: ['files'],
  check({ files }, context) {
    const problems = [...ignoredFileProblems(files), ...lockProblems(files, packagesOf(files, context))];
    const rules = files.entries.get('.gitignore')?.text;
    if (problems.length > 0 && rules?.read === false) return unknown(`\`.gitignore\` was not read: ${rules.reason}`);
    return metOrUnmet({
      problems,
      met: 'no build output, credential, or ignored file is tracked',
      unmet: `${counted(problems.length, 'problem')} with ignored and tracked files`,
    });
  },
});

function packagesOf(files: Files, { subject, policy }: Context): readonly Package[] {
  const scope = selectScope(files, {
    ...(policy.module === undefined ? {} : { module: policy.module }),
    repo: subject.repo,
  });
  return scope.kind === 'packages' ? scope.packages : [];
}

function lockProblems(files: Files, packages: readonly Package[]): Problem[] {
  const withBinary = packages.filter(({ targets }) => targets.some(({ kind, exists }) => kind === 'bin' && exists));
  if (withBinary.length === 0) return [];
  const lock = lockOf(files, withBinary[0] as Package);
  if (lock === undefined) {
    const ignored = ignoreRules(files).ignores('Cargo.lock');
    const message = `the module has a binary, but Cargo.lock is ${ignored ? 'ignored' : 'not committed'}: commit it`;
    return [{ kind: 'no-lock-file', ...(ignored ? { path: '.gitignore', line: 1 } : {}), message }];
  }
  const versions = lockedVersions(files, lock);
  if (!versions) return [];
  return withBinary.flatMap(({ name, version }) => {
    const entries = versions.get(name) ?? [];
    if (entries.length === 0 || entries.some(each => each.version === version)) return [];
    const [{ line, version: locked } = { line: 1, version: '' }] = entries;
    return [
      {
        kind: 'outdated-lock',
        subject: name,
        path: lock,
        line,
        message: `\`${name}\` is ${locked} here and ${version} in its manifest: run \`cargo update --workspace\``,
      },
    ];
  });
}

/** The lock file of a package: its own, or the one of the workspace above it. */
function lockOf(files: Files, { folder }: Package): string | undefined {
  for (let at = folder; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/')))) {
    const path = at === '' ? 'Cargo.lock' : `${at}/Cargo.lock`;
    if (files.entries.has(path)) return path;
    if (at === '') return undefined;
  }
}
