import type { Package } from '../../cargo/model.js';
import { selectScope } from '../../cargo/scope.js';
import { declaredLicense, FULL_TEXT_SHARE, type License, licenseFiles } from '../../facts/licenses/licenses.js';
import type { Files } from '../../snapshot/files.js';
import { type Context, criterion, met, type Outcome, unknown, unmet } from '../criterion.js';

const ALLOWED: readonly License[] = ['MIT', 'Apache-2.0'];

export const license = criterion({
  id: 'license',
  title: 'The module is licensed under Apache-2.0 or MIT',
  severity: 'must',
  kind: 'automatic',
  thresholds: { sharedWordPairs: FULL_TEXT_SHARE },
  rationale:
    'Without a license, nobody may use code that they can read. A system that is composed of modules is only as free as each of them.',
  looksAt:
    "A license file at the root with the full text of Apache-2.0 or MIT (title, line breaks, and Apache's appendix do not matter), or both texts if the manifest offers both. The SPDX expression in Cargo.toml must agree with the text.",
  looksNotAt: 'Licenses of dependencies: `ci-license-check` checks them. Additional licenses.',
  remediation:
    'Put the text of https://www.apache.org/licenses/LICENSE-2.0.txt into `LICENSE-APACHE` and that of https://opensource.org/license/mit into `LICENSE-MIT`, or one of them into `LICENSE`. Write `license = "MIT OR Apache-2.0"` into Cargo.toml.',
  example: {
    met: '```text\nLICENSE-APACHE   the whole text\nLICENSE-MIT      the whole text\nCargo.toml       license = "MIT OR Apache-2.0"\n```',
    unmet: '```text\nLICENSE      Licensed under the Apache License, Version 2.0 …   (a notice)\n```',
  },
  needs: ['files'],
  check: ({ files }, context) => judge(files, packagesOf(files, context)),
});

/** The packages in scope; none if there is no crate, when only the texts decide. */
function packagesOf(files: Files, { subject, policy }: Context): readonly Package[] {
  const scope = selectScope(files, {
    ...(policy.module === undefined ? {} : { module: policy.module }),
    repo: subject.repo,
  });
  return scope.kind === 'packages' ? scope.packages : [];
}

function judge(files: Files, packages: readonly Package[]): Outcome {
  const found = licenseFiles(files);
  const held = new Set(found.flatMap(({ holds }) => holds));
  const unreadFile = found.find(({ reason }) => reason !== undefined);
  const declared = declaredLicense(packages);
  const offered = ALLOWED.filter(id => declared?.ids?.includes(id));
  if (held.size === 0) {
    if (unreadFile) return unknown(`\`${unreadFile.path}\` was not read: ${unreadFile.reason}`);
    return unmet(
      found.length === 0 ? 'there is no license file' : 'no license file holds the full text of Apache-2.0 or MIT',
      found.length === 0
        ? [
            {
              kind: 'no-license-file',
              message: 'no license file at the root: add `LICENSE-APACHE`, `LICENSE-MIT`, or both',
            },
          ]
        : found.slice(0, 5).map(({ path }) => ({
            kind: 'incomplete-license',
            path,
            line: 1,
            message: 'the file holds the full text of neither Apache-2.0 nor MIT: copy one of them',
          })),
    );
  }
  const place = { path: declared?.path ?? 'Cargo.toml', line: declared?.line ?? 1 };
  const faults: { kind: string; subject?: string; what: string; advice?: string }[] = offered
    .filter(id => !held.has(id))
    .map(id => ({
      kind: 'no-license-text',
      subject: id,
      what: `the manifest offers ${id}, but no file at the root has its text`,
      advice: `: add \`LICENSE-${id === 'MIT' ? 'MIT' : 'APACHE'}\``,
    }));
  if (declared && offered.length === 0)
    faults.push({
      kind: 'license-differs',
      what: `\`license = "${declared.value}"\` does not agree with the license file, which is ${[...held].join(' and ')}`,
    });
  if (faults.length > 0 && unreadFile) return unknown(`\`${unreadFile.path}\` was not read: ${unreadFile.reason}`);
  return faults.length > 0
    ? unmet(
        faults.map(({ what }) => what).join('; '),
        faults.map(({ what, advice = '', ...fault }) => ({ ...fault, ...place, message: `${what}${advice}` })),
      )
    : met(
        `licensed under ${[...held].sort().join(' and ')}`,
        found
          .filter(({ holds }) => holds.length > 0)
          .map(({ path, holds }) => ({ path, line: 1, message: `the text of ${holds.join(' and ')}` })),
      );
}
