import { describe, expect, it } from '@jest/globals';
import { add, both, edit, judge, READY_TEXTS, remove, snapshot, type Texts } from '../support/snapshots.js';

describe('nix-package', () => {
  const of = (change: (texts: Texts) => Texts) => judge('nix-package', snapshot(change(READY_TEXTS)));
  const flake = (outputs: string) =>
    add('flake.nix', `{\n  inputs.nixpkgs.url = "github:NixOS/nixpkgs";\n  outputs = inputs: ${outputs};\n}\n`);

  it('is met by a flake that builds this crate', () => {
    expect(judge('nix-package', snapshot(READY_TEXTS))).toMatchObject({
      status: 'met',
      evidence: [{ path: 'flake.nix', line: 12 }],
    });
  });

  it.each([
    ['there is no Nix file', remove('flake.nix'), { message: 'no `flake.nix` at the root: add one with a package' }],
    ['flake.lock is not committed', remove('flake.lock'), { path: 'flake.nix', line: 1 }],
    ['the Cargo.lock that it reads is not committed', remove('Cargo.lock'), { path: 'flake.nix', line: 17 }],
    [
      'it has a development shell only',
      flake('{ devShells.default = pkgs.mkShell { packages = with pkgs; [ cargo ]; }; }'),
      { path: 'flake.nix', line: 1 },
    ],
    [
      'its packages are scripts',
      flake('{ packages.default = pkgs.writeShellScriptBin "x" "cargo run"; }'),
      { path: 'flake.nix', line: 3 },
    ],
    [
      'it builds somebody else’s sources',
      flake(
        '{ packages.default = pkgs.rustPlatform.buildRustPackage { src = pkgs.fetchFromGitHub { }; cargoHash = ""; }; }',
      ),
      { path: 'flake.nix', line: 3 },
    ],
  ])('is unmet when %s', (_, change, evidence) => {
    expect(of(change)).toMatchObject({ status: 'unmet', evidence: [evidence] });
  });

  it.each([
    [
      'crane',
      'let craneLib = x; src = craneLib.cleanCargoSource ./.; in { packages = { default = craneLib.buildPackage { inherit src; }; }; }',
    ],
    ['naersk', '{ packages.x86_64-linux.default = naersk.buildPackage { src = ./.; }; }'],
    [
      'a function over systems',
      '{ packages = forAllSystems (system: { default = pkgs.rustPlatform.buildRustPackage { src = self; }; }); }',
    ],
    [
      'a derivation that calls cargo',
      "{ packages.default = pkgs.stdenv.mkDerivation { src = ./.; buildPhase = ''cargo build --release''; }; }",
    ],
    ['interpolated systems', '{ packages.${system}.default = pkgs.rustPlatform.buildRustPackage { src = ./.; }; }'],
  ])('is met with %s', (_, outputs) => {
    expect(of(flake(outputs)).status).toBe('met');
  });

  it('follows what the flake imports', () => {
    const imported = both(
      flake('{ packages.default = pkgs.callPackage ./nix/package.nix { }; }'),
      add(
        'nix/package.nix',
        '{ rustPlatform }: rustPlatform.buildRustPackage { src = ../.; cargoLock.lockFile = ../Cargo.lock; }',
      ),
    );
    expect(of(imported).status).toBe('met');
  });

  it('does not take a comment or a text for a package', () => {
    const commented = flake(
      '{ /* packages.default = buildRustPackage { src = ./.; }; */ apps = "packages.default = x"; } # packages.default = y',
    );
    expect(of(commented).status).toBe('unmet');
  });

  it('reads a string with quotes, escapes and braces in it to its end', () => {
    const text = `{ shellHook = ''echo "it''\${x} is" ''' } # not a comment''; packages.default = pkgs.rustPlatform.buildRustPackage { src = ./.; }; }`;
    expect(of(flake(text)).status).toBe('met');
  });

  it('needs no lock where the flake has no inputs', () => {
    const alone = both(remove('flake.lock'), edit('flake.nix', /inputs\.nixpkgs\.url.*\n/, '\n'));
    expect(of(alone).status).toBe('met');
  });
});
