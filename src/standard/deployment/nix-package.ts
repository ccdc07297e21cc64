import { readNix } from '../../formats/nix.js';
import { type Files } from '../../snapshot/files.js';
import { criterion, type Problem, unknown, metOrUnmet } from '../criterion.js';

export const nixPackage = criterion({
  id: 'nix-package',
  title: 'The repository provides a Nix package',
  severity: 'must',
  kind: 'automatic',
  rationale:
    'CIM installations are composed with Nix. A module without a Nix package has to be built by hand on each of them.',
  looksAt:
    '`flake.nix`, else `default.nix`, and the files that they import: an output `packages.<system>.…` that builds this crate from its committed sources (with nixpkgs, crane, naersk, or the like), the Cargo.lock that it reads, and `flake.lock`.',
  looksNotAt:
    'Whether the package builds: Nix is not evaluated, so only CI can tell. A development shell does not count as a package.',
  remediation:
    'Add to the outputs of `flake.nix`: `packages.default = pkgs.rustPlatform.buildRustPackage { pname = "…"; version = "…"; src = ./.; cargoLock.lockFile = ./Cargo.lock; };`. Commit `Cargo.lock`, run `nix flake lock`, and commit `flake.lock`.',
  example: {
    met: '```nix\npackages.default = pkgs.rustPlatform.buildRustPackage {\n  pname = "cim-parcel";\n  version = "1.2.0";\n  src = ./.;\n  cargoLock.lockFile = ./Cargo.lock;\n};\n```',
    unmet: '```nix\ndevShells.default = pkgs.mkShell { packages = [ pkgs.cargo ]; };\n```',
  },
  needs: ['files'],
  check({ files }) {
    const { root, packages, builders, unread, computed } = readNix(files);
    const problems = nixProblems(files);
    if (unread !== undefined && problems.length > 0)
      return unknown(`found no package of this module in the files that could be read; ${unread}`);
    if (computed && (packages.length === 0 || builders.length === 0))
      return unknown(
        `found no package of this module; \`${computed.path}:${computed.line}\` computes which modules or outputs exist, which is not followed`,
      );
    return metOrUnmet({
      problems,
      met: `${root} provides a package of this module`,
      unmet: root
        ? `${root} provides no package of this module from committed files`
        : 'there is no flake.nix and no default.nix',
      proof: packages.slice(0, 1).map(place => ({ ...place, message: 'the package' })),
    });
  },
});

function nixProblems(files: Files): Problem[] {
  const { root, packages, builders, ownSource, lockFiles, hasInputs } = readNix(files);
  const crate = files.entries.has('Cargo.toml');
  if (root === undefined) return [{ kind: 'no-flake', message: 'no `flake.nix` at the root: add one with a package' }];
  if (packages.length === 0)
    return [
      {
        kind: 'no-package',
        path: root,
        line: 1,
        message: 'no output `packages.<system>.…`: add a package (a development shell does not count)',
      },
    ];
  if (crate && builders.length === 0) {
    return packages.slice(0, 1).map(place => ({
      kind: 'no-crate-package',
      ...place,
      message: 'no package builds this crate: use `rustPlatform.buildRustPackage`, crane, or naersk',
    }));
  }
  if (crate && !ownSource)
    return builders.slice(0, 1).map(({ path, line }) => ({
      kind: 'other-sources',
      path,
      line,
      message: 'builds sources other than this repository: set `src = ./.`',
    }));
  const problems: Problem[] = [];
  const [reader] = builders;
  const missing = lockFiles.filter(({ lock }) => !files.entries.has(lock));
  if (crate && lockFiles.length === 0 && reader && !files.entries.has('Cargo.lock')) {
    problems.push({
      kind: 'missing-lock',
      subject: 'Cargo.lock',
      path: reader.path,
      line: reader.line,
      message: `\`${reader.name}\` reads Cargo.lock, which is not committed: commit it`,
    });
  }
  for (const { path, line, lock } of crate ? missing : [])
    problems.push({
      kind: 'missing-lock',
      subject: lock,
      path,
      line,
      message: `\`${lock}\` is read but not committed: commit it`,
    });
  if (root === 'flake.nix' && hasInputs && !files.entries.has('flake.lock')) {
    problems.push({
      kind: 'missing-lock',
      subject: 'flake.lock',
      path: root,
      line: 1,
      message: '`flake.lock` is not committed: run `nix flake lock`',
    });
  }
  return problems;
}
