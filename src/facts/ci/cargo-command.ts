/** The effects of `cargo` commands. https://doc.rust-lang.org/cargo/commands/ and the tools' own documentation. */
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

/** Options of Cargo itself, before the subcommand, that have a value. */
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

/** Subcommands that run another one, for example for each of several features, members, or toolchains. */
const WRAPPERS = new Set([
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
const WRAPPED = new Set([
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

/** Splits a command into its subcommand and arguments, without the toolchain and global options. */
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

/** The effect of `cargo …` or `cross …`. */
export function cargoEffect(words: readonly string[]): CommandEffect {
  const effect = subcommandEffect(words);
  return effect.does.includes('test') ? { ...effect, tested: testedBy(words) } : effect;
}

/** The packages that a command selects. https://doc.rust-lang.org/cargo/commands/cargo-test.html#package-selection */
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

function subcommandEffect(words: readonly string[]): CommandEffect {
  const subcommand = cargoSubcommand(words);
  if (!subcommand) return NOTHING;
  const { name, args } = subcommand;
  const own = args.includes('--') ? args.slice(0, args.indexOf('--')) : args;
  const has = (...options: string[]) =>
    options.some(option => own.includes(option) || own.some(arg => arg.startsWith(`${option}=`)));
  if (has('--help', '-h', '--version') && name !== 'publish') return NOTHING;
  // `cargo test -- --list` builds the tests but does not run them.
  const listed = args.slice(own.length).some(arg => arg === '--list' || arg === '--help' || arg === '-h');
  if (name.includes(UNKNOWN_TEXT))
    return WRAPPED.has(args[0] ?? '') ? cargoEffect(['cargo', ...args]) : maybe([UNKNOWN_TEXT]);
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
      return /^(run|r)$/.test(firstArgument(own)) && !has('--no-run') ? does('build', 'test') : does('build');
    case 'llvm-cov':
      return /^(report|show-env|clean|run|nextest-archive)$/.test(firstArgument(own)) || has('--no-run') || listed
        ? NOTHING
        : does('build', 'test');
    case 'miri':
      return /^(test|t|nextest)$/.test(firstArgument(own)) && !listed && !own.includes('list')
        ? does('build', 'test')
        : NOTHING;
    case 'codspeed':
      return firstArgument(own) === 'run' ? does('bench') : NOTHING;
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
      return has('--execute', '-x') && !has('--no-publish') ? does('publish') : NOTHING;
    case 'dist':
      return /^(plan|init|generate|manifest|help|selfupdate)$/.test(firstArgument(own)) ? NOTHING : does('publish');
    case 'install':
    case 'binstall':
      return NOTHING;
    default:
      if (WRAPPERS.has(name)) return wrapperEffect(words, args);
      // An unknown subcommand might run the tests, and might do what its name says.
      return KNOWN.has(name) ? NOTHING : withTests(maybe([name, ...own]));
  }
}

function withTests(effect: CommandEffect): CommandEffect {
  return { ...effect, may: [...new Set<Purpose>(['test', ...effect.may])] };
}

/** Subcommands of Cargo and of well-known tools that have none of the effects in question. */
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
  license: ['license'],
  about: ['license'],
  lichking: ['license'],
  'bundle-licenses': ['license'],
  'license-check': ['license'],
  doc: ['docs'],
  rustdoc: ['docs'],
  'docs-rs': ['docs'],
  deadlinks: ['docs'],
  'semver-checks': [],
};

function firstArgument(args: readonly string[]): string {
  return args.find(arg => !arg.startsWith('-')) ?? '';
}

/** `cargo hack --feature-powerset test`, `cargo workspaces publish`. */
function wrapperEffect(words: readonly string[], args: readonly string[]): CommandEffect {
  const at = args.findIndex(arg => WRAPPED.has(arg));
  return at < 0 ? NOTHING : subcommandEffect([words[0] ?? 'cargo', ...args.slice(at)]);
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

/** The effect of cargo-deny. `check` is the default, and checks everything unless its arguments name parts. */
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
      ? does('license')
      : verb.includes(UNKNOWN_TEXT)
        ? { does: [], may: ['security', 'license'] }
        : NOTHING;
  if (what.some(each => each.includes(UNKNOWN_TEXT))) return { does: [], may: ['security', 'license'] };
  const all = what.length === 0 || what.includes('all');
  const purposes: Purpose[] = [];
  if (all || what.some(each => each.startsWith('advisor'))) purposes.push('security');
  if (all || what.some(each => /^licen[cs]e/.test(each))) purposes.push('license');
  return does(...purposes);
}
