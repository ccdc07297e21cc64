/** What a `cargo` command line is for. https://doc.rust-lang.org/cargo/commands/ and the tools' own documentation. */
import { type CommandEffect, does, maybe, NOTHING } from './effect.js';
import { UNKNOWN_TEXT } from './expression.js';
import type { Purpose, Tested } from './model.js';

const BUILT_IN: Readonly<Record<string, string>> = {
  b: 'build',
  c: 'check',
  d: 'doc',
  r: 'run',
  t: 'test',
  rm: 'remove',
};

/** Options of Cargo itself, before the subcommand, that take a value. */
const VALUED = new Set([
  '--config',
  '-Z',
  '-C',
  '--color',
  '--manifest-path',
  '--target',
  '--target-dir',
  '-p',
  '--package',
  '--explain',
]);

/** Subcommands that run another one for each of several features, members or toolchains. */
const AROUND = new Set([
  'hack',
  'all-features',
  'careful',
  'workspaces',
  'ws',
  'with',
  'minimal-versions',
  'msrv',
  'auditable',
  'limit',
  'zigbuild',
  'xwin',
  'ndk',
  'each',
  'batch',
  'matrix',
  'feature-combinations',
  'fc',
  'semver',
  'component',
  'wasi',
  'lambda',
  'difftests',
  'chef',
  'valgrind',
  'show-asm',
  'no-dev-deps',
  'subspace',
  'x',
  'single-lib',
  'rail',
  'gnd',
  'insta',
]);
const INNER = new Set([
  'test',
  't',
  'nextest',
  'build',
  'b',
  'check',
  'doc',
  'bench',
  'publish',
  'run',
  'miri',
  'llvm-cov',
  'clippy',
]);

/** Splits a command line into its subcommand and arguments: toolchain and global options are left out. */
export function cargoSubcommand(words: readonly string[]): { name: string; args: readonly string[] } | undefined {
  let at = 1;
  while (at < words.length) {
    const word = words[at] ?? '';
    if (VALUED.has(word)) at += 2;
    else if (word.startsWith('+') || word.startsWith('-')) at += 1;
    else return { name: Object.hasOwn(BUILT_IN, word) ? (BUILT_IN[word] ?? word) : word, args: words.slice(at + 1) };
  }
  return undefined;
}

/** What `cargo …` (or `cross …`) is for. */
export function cargoEffect(words: readonly string[]): CommandEffect {
  const deed = cargoDeedOf(words);
  return deed.does.includes('test') ? { ...deed, tested: testedBy(words) } : deed;
}

/** The packages that a command selects: https://doc.rust-lang.org/cargo/commands/cargo-test.html#package-selection */
function testedBy(words: readonly string[]): Tested {
  const end = words.indexOf('--');
  const own = words.slice(1, end < 0 ? words.length : end);
  const valuesOf = (...options: readonly string[]) =>
    own.flatMap((word, index) => {
      const [name = '', ...value] = word.split('=');
      if (options.includes(word)) return own.slice(index + 1, index + 2);
      return options.includes(name) && value.length > 0 ? [value.join('=')] : [];
    });
  const [manifest] = valuesOf('--manifest-path');
  return {
    folder: valuesOf('-C')[0] ?? '',
    ...(manifest === undefined ? {} : { manifest }),
    workspace: own.includes('--workspace') || own.includes('--all'),
    packages: valuesOf('-p', '--package', '--packages'),
    excluded: valuesOf('--exclude'),
  };
}

function cargoDeedOf(words: readonly string[]): CommandEffect {
  const subcommand = cargoSubcommand(words);
  if (!subcommand) return NOTHING;
  const { name, args } = subcommand;
  const own = args.includes('--') ? args.slice(0, args.indexOf('--')) : args;
  const has = (...options: string[]) =>
    options.some(option => own.includes(option) || own.some(arg => arg.startsWith(`${option}=`)));
  if (has('--help', '-h', '--version') && name !== 'publish') return NOTHING;
  // `cargo test -- --list` builds, and runs nothing.
  const listed = args.slice(own.length).some(arg => arg === '--list' || arg === '--help' || arg === '-h');
  if (name.includes(UNKNOWN_TEXT))
    return INNER.has(args[0] ?? '') ? cargoEffect(['cargo', ...args]) : maybe([UNKNOWN_TEXT]);
  if (Object.hasOwn(SIMPLE, name)) return does(...(SIMPLE[name] as readonly Purpose[]));
  switch (name) {
    case 'test':
    case 'tarpaulin':
      return has('--no-run') || listed ? does('build') : does('build', 'test');
    case 'mutants':
      return has('--list', '--list-files', '--check') ? NOTHING : does('build', 'test');
    case 'bench':
      return has('--no-run') || listed ? does('build') : does('build', 'bench');
    case 'nextest':
      return /^(run|r)$/.test(firstOf(own)) && !has('--no-run') ? does('build', 'test') : does('build');
    case 'llvm-cov':
      return /^(report|show-env|clean|run|nextest-archive)$/.test(firstOf(own)) || has('--no-run') || listed
        ? NOTHING
        : does('build', 'test');
    case 'miri':
      return /^(test|t|nextest)$/.test(firstOf(own)) && !listed && !own.includes('list')
        ? does('build', 'test')
        : NOTHING;
    case 'codspeed':
      return firstOf(own) === 'run' ? does('bench') : NOTHING;
    case 'deny':
      return cargoDenyEffect(args);
    case 'run':
      return maybe(
        args.filter(arg => !arg.startsWith('-')),
        has('--example'),
      );
    case 'xtask':
    case 'dev':
    case 'ci':
    case 'make':
      return maybe([name === 'ci' ? 'ci' : '', ...args]);
    case 'publish':
      return has('--dry-run', '-n', '--list') ? NOTHING : does('publish');
    case 'release':
    case 'smart-release':
      return has('--dry-run') ? NOTHING : does('publish');
    case 'dist':
      return /^(plan|init|generate|manifest|help|selfupdate)$/.test(firstOf(own)) ? NOTHING : does('publish');
    case 'install':
    case 'binstall':
      return NOTHING;
    default:
      if (AROUND.has(name)) return aroundDeed(words, args);
      // A subcommand that is not known may run the tests, and do what its name says.
      return KNOWN.has(name) ? NOTHING : withTests(maybe([name, ...own]));
  }
}

function withTests(deed: CommandEffect): CommandEffect {
  return { ...deed, may: [...new Set<Purpose>(['test', ...deed.may])] };
}

/** Subcommands of Cargo and of well-known tools that do none of what is asked for. */
const KNOWN = new Set(
  [
    'add check clean clippy config fetch fix fmt generate generate-lockfile help info init login logout locate-project',
    'metadata new owner package pkgid read-manifest remove report search tree uninstall update vendor verify-project',
    'version yank machete udeps shear outdated sort expand bloat asm edit upgrade upgrades set-version semver-checks',
    'public-api rdme readme sync-readme sync-rdme spellcheck msrv cyclonedx sbom vet crev supply-chain sweep cache',
    'strip objdump objcopy nm size profdata cov generate-rpm rpm deb bundle wix aur appimage ebuild c cbuild cinstall',
    'watch depgraph modules deps llvm-lines flamegraph instruments samply binutils get unused-features features-manager',
    'update-in-workspace workspace-lints hakari quickinstall prebuilt liner lockfile duplicates tally count loc tokei',
    'workspace-inheritance autoinherit diet taplo toml verset rustc risczero contract sqlx diesel sea-orm leptos dylint',
    'cranky lints check-external-types external-types semver udep clone feature-aspect unmaintained cherry-pick ws-publish',
  ].flatMap(line => line.split(' ')),
);

const SIMPLE: Readonly<Record<string, readonly Purpose[]>> = {
  build: ['build'],
  xtest: ['build', 'test'],
  'wasm-pack': ['build'],
  criterion: ['build', 'bench'],
  audit: ['security'],
  pants: ['security'],
  geiger: ['sast'],
  rudra: ['sast'],
  license: ['licence'],
  about: ['licence'],
  lichking: ['licence'],
  'bundle-licenses': ['licence'],
  'license-check': ['licence'],
  doc: ['docs'],
  rustdoc: ['docs'],
  'docs-rs': ['docs'],
  deadlinks: ['docs'],
  'semver-checks': [],
};

function firstOf(args: readonly string[]): string {
  return args.find(arg => !arg.startsWith('-')) ?? '';
}

/** `cargo hack --feature-powerset test`, `cargo workspaces publish`. */
function aroundDeed(words: readonly string[], args: readonly string[]): CommandEffect {
  const at = args.findIndex(arg => INNER.has(arg));
  return at < 0 ? NOTHING : cargoDeedOf([words[0] ?? 'cargo', ...args.slice(at)]);
}

const DENY_VALUED = new Set([
  '--config',
  '-c',
  '--manifest-path',
  '--features',
  '--target',
  '-t',
  '--format',
  '-f',
  '--log-level',
  '-L',
  '--color',
  '--exclude',
  '--feature-depth',
  '-W',
  '-D',
  '-A',
  '--warn',
  '--deny',
  '--allow',
  '--graph',
  '-g',
]);

/** cargo-deny: `check` (also where it is left out) looks at everything unless it is told at what. */
export function cargoDenyEffect(args: readonly string[]): CommandEffect {
  const named: string[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (DENY_VALUED.has(arg)) at += 1;
    else if (!arg.startsWith('-')) named.push(arg);
  }
  const [verb = 'check', ...what] = named;
  if (verb !== 'check')
    return verb === 'list'
      ? does('licence')
      : verb.includes(UNKNOWN_TEXT)
        ? { does: [], may: ['security', 'licence'] }
        : NOTHING;
  if (what.some(each => each.includes(UNKNOWN_TEXT))) return { does: [], may: ['security', 'licence'] };
  const all = what.length === 0 || what.includes('all');
  const purposes: Purpose[] = [];
  if (all || what.some(each => each.startsWith('advisor'))) purposes.push('security');
  if (all || what.some(each => /^licen[cs]e/.test(each))) purposes.push('licence');
  return does(...purposes);
}
