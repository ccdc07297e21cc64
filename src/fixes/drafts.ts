/** Starts that a person completes: they state nothing about the module, and close no gap by themselves. */
import { readText } from '../snapshot/files.js';
import { type Declined, declined, type Fix, type FixContext, type Proposal } from './fix.js';
import { freePath } from './problems.js';

export const readme: Fix = {
  criteria: ['readme'],
  // A README exists then, which the manifest's metadata asks for.
  alsoChanges: { 'cargo-metadata': ['met'] },
  isDraft: true,
  propose(context): Proposal | Declined {
    if (!context.problems.some(({ kind }) => kind === 'no-readme')) return outlined(context);
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

/** The sections that an outline can add, by the problem that says that they are missing. */
const SECTIONS: Readonly<Record<string, (name: string) => string>> = {
  'no-installation': name =>
    `## Installation\n\n<!-- How to add it: \`cargo add ${name}\`, or the snippet for Cargo.toml. -->\n`,
  'no-usage': () => '## Usage\n\n<!-- A short example in a code block. -->\n',
  'no-api-documentation': () => '## Documentation\n\n<!-- A link to the API documentation. -->\n',
  'no-license': () => '## License\n\n<!-- The name of the license. -->\n',
};

/** The sections that an existing README lacks, at its end. */
function outlined({ files, problems, packages, subject }: FixContext): Proposal | Declined {
  const missing = problems.filter(({ kind = '', line }) => Object.hasOwn(SECTIONS, kind) && line === 1);
  const path = missing[0]?.path;
  const text = path === undefined ? undefined : readText(files, path);
  if (path === undefined || !text?.read || !/\.(?:md|markdown)$/i.test(path))
    return declined('the README exists: add the missing parts by hand');
  const name = packages[0]?.name ?? subject.repo ?? 'NAME';
  const newline = text.value.includes('\r\n') ? '\r\n' : '\n';
  const sections = missing.map(({ kind = '' }) => SECTIONS[kind]?.(name) ?? '');
  const wanted = sections.filter(each => !text.value.includes((each.split('\n')[0] ?? '').trim()));
  if (wanted.length === 0) return declined('the README has the sections: complete them by hand');
  const gap = text.value.endsWith('\n') ? '' : newline;
  return {
    changes: [
      {
        path,
        text: `${text.value}${gap}${wanted
          .map(each => `\n${each}`)
          .join('')
          .replaceAll('\n', newline)}`,
      },
    ],
    summary: `Add ${wanted.length === 1 ? 'a section' : `${wanted.length} sections`} to \`${path}\` as an outline`,
    remains: 'Replace each comment with text.',
  };
}

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
