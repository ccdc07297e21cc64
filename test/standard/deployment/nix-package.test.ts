import { describe, expect, it } from '@jest/globals';
import { judgedWithout } from '../../support/service.js';
import { add, both, edit, judge, READY_TEXTS, remove, snapshot, type Texts } from '../../support/snapshots.js';

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

  it('does not take a comment or a text for a package', () => {
    const commented = flake(
      '{ /* packages.default = buildRustPackage { src = ./.; }; */ apps = "packages.default = x"; } # packages.default = y',
    );
    expect(of(commented).status).toBe('unmet');
  });

  it.each([
    [
      'rust-flake',
      'flake-parts.lib.mkFlake { inherit inputs; } { imports = [ inputs.rust-flake.flakeModules.default ]; }',
    ],
    [
      'nix-cargo-integration',
      'parts.lib.mkFlake { inherit inputs; } { imports = [ inputs.nci.flakeModule ]; perSystem.nci.projects.parcel.path = ./.; }',
    ],
    ['nixify', 'inputs.nixify.lib.rust.mkFlake { src = ./.; }'],
    ['flakelight-rust', 'inputs.flakelight-rust ./. { }'],
  ])('knows that %s yields the packages of its crates by itself', (_, outputs) => {
    expect(of(flake(outputs))).toMatchObject({ status: 'met', evidence: [{ path: 'flake.nix', line: 3 }] });
    expect(of(both(flake(outputs), remove('Cargo.lock')))).toMatchObject({ status: 'unmet', count: 1 });
  });

  it('takes no other module of flake-parts for one that yields packages', () => {
    const shell =
      'flake-parts.lib.mkFlake { inherit inputs; } { imports = [ inputs.treefmt-nix.flakeModule inputs.rust-flake.flakeModules.nixpkgs ]; }';
    expect(of(flake(shell)).status).toBe('unmet');
  });

  const shell = add('nix/shell.nix', '{ perSystem = { pkgs, ... }: { devShells.default = pkgs.mkShell { }; }; }');
  const parts = (imports: string) => both(flake(`parts.lib.mkFlake { } { imports = ${imports}; }`), shell);

  it.each([
    ['a fold', "builtins.foldl' (all: folder: all ++ f folder) [ ] [ ./nix ]"],
    ['a map', 'map (name: ./. + "/nix/${name}.nix") names'],
    ['a name', 'modules'],
    ['a name in a list', '[ ./nix/shell.nix package ]'],
    ['a part that depends', '[ ./nix/shell.nix ] ++ lib.optional x y'],
    ['a module of another flake that may yield any', '[ inputs.packages-of-rust.flakeModule ]'],
  ])('is not known where modules are computed by %s', (_, imports) => {
    const finding = of(parts(imports));
    expect(finding.status).toBe('unknown');
    expect(finding.message).toContain('`flake.nix:3` computes which modules');
  });

  it.each([
    ['lists', '[ ./nix/shell.nix ] ++ [ inputs.devshell.flakeModule ]'],
    ['a list with names at hand', 'with inputs; [ ./nix/shell.nix treefmt-nix.flakeModule ]'],
    ['modules that stand there', '[ ./nix/shell.nix { systems = [ ]; } ({ lib, ... }: { debug = true; }) ]'],
    ['a module with arguments', '[ (lib.modules.importApply ./nix/shell.nix { inherit inputs; }) ]'],
    ['a folder as it is', '[ (import-tree ./nix) ]'],
  ])('is unmet where %s yield no package', (_, imports) => expect(of(parts(imports)).status).toBe('unmet'));

  it.each([
    'inputs.blueprint { inherit inputs; }',
    'inputs.flakelight ./. { }',
    'snowfall-lib.mkFlake { inherit inputs; src = ./.; }',
    'haumea.lib.load { src = ./nix; }',
    'import (./. + file) inputs',
    'foldl f { } (map import files)',
  ])('is not known where %s decides what there is', outputs => expect(of(flake(outputs)).status).toBe('unknown'));

  it('still finds what lacks beside a package', () => {
    const lacking = both(
      flake('parts.lib.mkFlake { } { imports = modules; packages.x = buildRustPackage { src = ./.; }; }'),
      remove('flake.lock'),
    );
    expect(of(lacking).status).toBe('unmet');
    expect(of(flake('{ devShells.x = import (fetchTarball x) { }; }')).status).toBe('unmet');
  });

  it('is met by default.nix alone', () => {
    const alone = both(
      remove('flake.nix'),
      remove('flake.lock'),
      add(
        'default.nix',
        '{ pkgs }: pkgs.rustPlatform.buildRustPackage { src = ./.; cargoLock.lockFile = ./Cargo.lock; }',
      ),
    );
    expect(of(alone).status).toBe('met');
  });

  it('asks a repository without a crate for any package', () => {
    const leaf = {
      'flake.lock': '{}',
      'flake.nix': '{ inputs.a.url = "b"; outputs = x: { packages.default = pkgs.hello; }; }',
    };
    expect(judge('nix-package', snapshot(leaf)).status).toBe('met');
    expect(judge('nix-package', snapshot({ 'README.md': '# Nothing\n' })).status).toBe('unmet');
  });

  it('is not known where a Nix file was not read', () => {
    expect(judgedWithout('nix-package', 'flake.nix', READY_TEXTS).status).toBe('unknown');
    const parts = both(flake('import ./nix/outputs.nix inputs'), add('nix/outputs.nix', '{ packages.default = 1; }'));
    expect(judgedWithout('nix-package', 'nix/outputs.nix', parts(READY_TEXTS)).status).toBe('unknown');
  });

  describe('false alarms', () => {
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
    it('reads a string with quotes, escapes and braces in it to its end', () => {
      const text = `{ shellHook = ''echo "it''\${x} is" ''' } # not a comment''; packages.default = pkgs.rustPlatform.buildRustPackage { src = ./.; }; }`;
      expect(of(flake(text)).status).toBe('met');
    });
    it('needs no lock where the flake has no inputs', () => {
      const alone = both(remove('flake.lock'), edit('flake.nix', /inputs\.nixpkgs\.url.*\n/, '\n'));
      expect(of(alone).status).toBe('met');
    });
    it.each([
      [
        'flake-utils',
        'flake-utils.lib.eachDefaultSystem (system: { packages.default = rustPlatform.buildRustPackage { src = ./.; }; })',
      ],
      [
        'flake-parts',
        'flake-parts.lib.mkFlake { inherit inputs; } { perSystem = { pkgs, ... }: { packages.default = pkgs.rustPlatform.buildRustPackage { src = ./.; }; }; }',
      ],
      [
        'an attribute set with `with`',
        '{ packages.x86_64-linux = with pkgs; { default = rustPlatform.buildRustPackage { src = ./.; }; }; }',
      ],
      ['`rec`', '{ packages = rec { parcel = naersk.buildPackage ./.; default = parcel; }; }'],
      ['`inherit`', 'let packages = { default = naersk.buildPackage { root = ./.; }; }; in { inherit packages; }'],
      ['an old flake', '{ defaultPackage.x86_64-linux = rustPlatform.buildRustPackage { src = ./.; }; }'],
      [
        'sources by another name',
        'let sources = ./.; in { packages.default = rustPlatform.buildRustPackage { src = sources; }; }',
      ],
      [
        'filtered sources',
        '{ packages.default = rustPlatform.buildRustPackage { src = lib.fileset.toSource { root = ./.; fileset = x; }; }; }',
      ],
      [
        'crate2nix',
        '{ packages.default = (import ./Cargo.nix { inherit pkgs; }).rootCrate.build; crate = pkgs.buildRustCrate; }',
      ],
    ])('is met with %s too', (_, outputs) => {
      expect(of(flake(outputs)).status).toBe('met');
    });
    it('follows the modules of flake-parts', () => {
      const parts = both(
        flake('flake-parts.lib.mkFlake { inherit inputs; } { imports = [ ./nix/shell.nix ./nix/package.nix ]; }'),
        add(
          'nix/package.nix',
          '{ perSystem = { pkgs, ... }: { packages.default = pkgs.rustPlatform.buildRustPackage { src = ../.; }; }; }',
        ),
      );
      expect(of(parts)).toMatchObject({ status: 'met', evidence: [{ path: 'nix/package.nix', line: 1 }] });
    });
    it('follows every module of a folder', () => {
      const folder = both(
        flake(
          'parts.lib.mkFlake { } { imports = map (name: ./nix/parts/${name}) (builtins.attrNames (builtins.readDir ./nix/parts)); }',
        ),
        add('nix/parts/rust.nix', '{ inputs, ... }: { imports = [ inputs.rust-flake.flakeModules.default ]; }'),
      );
      expect(of(folder)).toMatchObject({ status: 'met', evidence: [{ path: 'nix/parts/rust.nix', line: 1 }] });
    });
    it('follows every module below a folder', () => {
      const deep = both(
        parts('[ (inputs.import-tree ./nix) ]'),
        add('nix/a/package.nix', '{ perSystem = { packages.default = buildRustPackage { src = ../../.; }; }; }'),
      );
      expect(of(deep).status).toBe('met');
    });
  });
});
