/** Starts that a person completes: they state nothing about the module, and close no gap by themselves. */
import { type Declined, declined, type Fix, type FixContext, type Proposal } from './fix.js';
import { freePath } from './problems.js';

export const readme: Fix = {
  criteria: ['readme'],
  // A README exists then, which the manifest's metadata asks for.
  alsoChanges: { 'cargo-metadata': ['met'] },
  isDraft: true,
  propose(context): Proposal | Declined {
    if (!context.problems.some(({ kind }) => kind === 'no-readme'))
      return declined('the README exists: add the missing parts by hand');
    const name = context.packages[0]?.name ?? context.subject.repo ?? 'This module';
    const text = `# ${name}

<!-- One sentence: what the module is for. -->

## Installation

<!-- How to add it: \`cargo add ${name}\`, or the snippet for Cargo.toml. -->

## Usage

<!-- A short example in a code block. -->

## Documentation

<!-- A link to the API documentation. -->

## License

<!-- The name of the license. -->
`;
    return {
      changes: [{ path: 'README.md', text }],
      summary: 'Add `README.md` as an outline',
      remains: 'Replace each comment with text.',
    };
  },
};

export const decisionRecord: Fix = {
  criteria: ['adr'],
  isDraft: true,
  propose(context: FixContext): Proposal | Declined {
    const path = freePath(context, 'docs/decisions/template.md');
    if (path === undefined) return declined('the template exists: copy it, and record a decision');
    const text = `# NUMBER. TITLE

## Status

<!-- Proposed, accepted, or superseded. -->

## Context

<!-- What makes a decision necessary. -->

## Decision

<!-- What was decided. -->

## Consequences

<!-- What becomes easier, and what becomes harder. -->
`;
    return {
      changes: [{ path, text }],
      summary: `Add \`${path}\``,
      remains: 'Copy it to `docs/decisions/0001-TITLE.md`, and record the first decision.',
    };
  },
};

export const nixPackage: Fix = {
  criteria: ['nix-package'],
  isDraft: true,
  propose({ problems, packages, files }): Proposal | Declined {
    if (!problems.some(({ kind }) => kind === 'no-flake')) return declined('the flake has to be completed by hand');
    if (!files.entries.has('Cargo.lock')) return declined('Cargo.lock is not committed: commit it first');
    const [pkg] = packages;
    if (!pkg) return declined('there is no crate to package');
    const text = `{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";

  outputs = { self, nixpkgs }:
    let
      systems = [ "x86_64-linux" "aarch64-linux" "x86_64-darwin" "aarch64-darwin" ];
      forAllSystems = f: nixpkgs.lib.genAttrs systems (system: f nixpkgs.legacyPackages.\${system});
    in
    {
      packages = forAllSystems (pkgs: {
        default = pkgs.rustPlatform.buildRustPackage {
          pname = "${pkg.name}";
          version = "${pkg.version}";
          src = ./.;
          cargoLock.lockFile = ./Cargo.lock;
        };
      });
    };
}
`;
    return {
      changes: [{ path: 'flake.nix', text }],
      summary: 'Add `flake.nix` with a package',
      remains: 'Run `nix flake lock`, and commit `flake.lock`.',
    };
  },
};
