/** What programs other than Cargo do, by their names and arguments. */
import { cargoEffect } from './cargo-command.js';
import { type CommandEffect, does, maybe, NOTHING } from './effect.js';
import { UNKNOWN_TEXT } from './expression.js';
import type { Purpose } from './model.js';
import { programName } from './unwrap.js';

type Reader = (args: readonly string[], words: readonly string[]) => CommandEffect;

/** Programs that are for one thing when they are given one of some words, or any. */
const PROGRAMS: Readonly<Record<string, Reader>> = {
  cargo: (_, words) => cargoEffect(words),
  cross: (_, words) => cargoEffect(words),
  'wasm-pack': args => (args[0] === 'test' ? does('test') : args[0] === 'publish' ? does('publish') : NOTHING),
  rustdoc: () => does('docs'),
  mdbook: args => (/^(build|test)$/.test(args[0] ?? '') ? does('docs') : NOTHING),
  mkdocs: args => (/^(build|gh-deploy)$/.test(args[0] ?? '') ? does('docs') : NOTHING),
  mike: () => does('docs'),
  'sphinx-build': () => does('docs'),
  ghp: () => does('docs'),
  'ghp-import': () => does('docs'),
  'osv-scanner': () => does('security'),
  trivy: args =>
    /^(fs|filesystem|repo|repository|image|rootfs|sbom|config|i|conf)$/.test(args[0] ?? '')
      ? withLicenses(args)
      : NOTHING,
  grype: () => does('security'),
  snyk: args => (/^(test|monitor|code|container)$/.test(args[0] ?? '') ? does('security') : NOTHING),
  semgrep: () => does('security', 'sast'),
  codeql: args => (args[0] === 'database' ? does('security', 'sast') : NOTHING),
  vulnix: () => does('security'),
  'dependency-check': () => does('security'),
  reuse: args => (args.includes('lint') || args.includes('lint-file') ? does('license') : NOTHING),
  fossa: args => (/^(analyze|test|report)$/.test(args[0] ?? '') ? does('license') : NOTHING),
  licensee: () => does('license'),
  licensed: () => does('license'),
  'license-eye': () => does('license'),
  hawkeye: () => does('license'),
  addlicense: () => does('license'),
  scancode: () => does('license'),
  ort: () => does('license'),
  // `release-pr` only opens a pull request.
  'release-plz': args => (args[0] === 'release' && !args.includes('--dry-run') ? does('publish') : NOTHING),
  dist: (args, words) => cargoEffect(['cargo', ...words.slice(0, 1), ...args]),
  'semantic-release': args => (args.includes('--dry-run') ? NOTHING : does('publish')),
  'release-please': () => does('publish'),
  goreleaser: args => (args[0] === 'release' && !args.includes('--snapshot') ? does('publish') : NOTHING),
  knope: args => (args.includes('release') ? does('publish') : NOTHING),
  ghr: () => does('publish'),
  maturin: args => (/^(publish|upload)$/.test(args[0] ?? '') ? does('publish') : NOTHING),
  npm: args => (args[0] === 'publish' ? does('publish') : task(args)),
  pnpm: args => (args.includes('publish') ? does('publish') : task(args)),
  yarn: args => (args.includes('publish') ? does('publish') : task(args)),
  hub: args => (args[0] === 'release' && args[1] === 'create' ? does('publish') : NOTHING),
  gh: ghEffect,
  curl: webEffect,
  wget: webEffect,
  http: webEffect,
  'invoke-restmethod': webEffect,
  'invoke-webrequest': webEffect,
  nats: natsEffect,
  docker: dockerEffect,
  podman: dockerEffect,
  buildah: args =>
    /^(bud|build)$/.test(args[0] ?? '') ? does('image') : args[0] === 'push' ? does('push-image') : NOTHING,
  skopeo: args => (args[0] === 'copy' ? does('push-image') : NOTHING),
  nix: nixEffect,
  'nix-build': () => ({ does: ['nix'], may: ['test'] }),
  'nix-fast-build': () => does('nix', 'test'),
  nixci: args => (/^(gh-matrix|show|completions)$/.test(args[0] ?? '') ? NOTHING : does('nix', 'test')),
  om: omnixEffect,
  omnix: omnixEffect,
  make: args => maybe(args),
  just: args => maybe(args),
  task: args => maybe(args.length > 0 ? args : ['default']),
  mage: args => maybe(args),
  earthly: args => maybe(args),
  dagger: args => maybe(args),
  bazel: buildSystem,
  bazelisk: buildSystem,
  buck: buildSystem,
  buck2: buildSystem,
  pants: buildSystem,
  please: buildSystem,
  plz: buildSystem,
  devenv: (args, words) => (args[0] === 'test' ? maybe(['test']) : wrapped('devenv', words)),
  nox: args => maybe(['test', ...args]),
  tox: args => maybe(['test', ...args]),
  mise: args => (args[0] === 'run' || args[0] === 'r' ? maybe(args.slice(1)) : NOTHING),
  go: args => (args[0] === 'build' ? does('build') : NOTHING),
  govulncheck: () => does('security'),
  bun: args => task(args),
};

/** What a command does, by its program and its arguments. */
export function toolEffect(words: readonly string[]): CommandEffect {
  const [first = ''] = words;
  const name = programName(first).toLowerCase();
  // `$TOOL test` says what it is for; `$COMMAND` on its own can be anything.
  if (name === UNKNOWN_TEXT)
    return maybe(words.length > 1 ? words.slice(1).filter(word => word !== UNKNOWN_TEXT) : words);
  if (words.slice(1).some(word => word === '--help' || word === '--version') && !/^cargo|^cross$/.test(name))
    return NOTHING;
  if (Object.hasOwn(PROGRAMS, name)) return (PROGRAMS[name] as Reader)(words.slice(1), words);
  // `cargo-audit`, `cargo-deny`: Cargo's subcommands as programs, with or without their own name once more.
  if (!name.startsWith('cargo-')) return wrapped(name, words);
  const subcommand = name.slice('cargo-'.length);
  const args = words[1] === subcommand ? words.slice(2) : words.slice(1);
  return cargoEffect(['cargo', subcommand, ...args]);
}

/** Programs that never run their arguments. */
const PLAIN = new Set(
  [
    'echo printf cat tee grep egrep fgrep rg sed awk gawk find test [ [[ true false : exit export unset set local declare readonly',
    'typeset cd pushd popd cp mv rm rmdir mkdir ln ls touch chmod chown head tail sort uniq wc tr cut diff cmp which type hash',
    'git hg svn gh tar zip unzip gzip xz curl wget jq yq date sleep env printenv source alias trap wait kill pkill read shift',
    'return break continue let umask ulimit uname id whoami hostname ps df du free stat file basename dirname realpath readlink',
    'apt apt-get apk dnf yum pacman zypper brew port choco scoop winget pip pip3 pipx gem rustup rustc rustfmt clippy-driver',
    'systemctl service useradd adduser groupadd usermod mount umount dd sync openssl gpg ssh ssh-add ssh-keygen scp rsync',
    'protoc gcc cc clang ld ar cmake meson ninja sccache codecov coveralls grcov aws gcloud az kubectl helm terraform ansible',
    'actionlint shellcheck yamllint markdownlint prettier eslint typos taplo lychee nats-server redis-server psql mysql sqlite3',
    'pytest jest vitest mocha go gotestsum ctest bats rspec phpunit mvn gradle gradlew dotnet swift composer python python3 node',
    'add-apt-repository update-alternatives sha256sum md5sum base64 seq xdg-open open start write-host write-output install-module',
  ].flatMap(line => line.split(' ')),
);
const RUNNER =
  /^:?(?:run|exec|x|shell|call|do|task|r|ci|all|tests?|check|verify|integration|unit|audit|docs?|bench|release|publish|\+.*|:.*)$/;

/** A program that is not known and is given a command, or the name of a task: it may run that. */
function wrapped(name: string, words: readonly string[]): CommandEffect {
  if (PLAIN.has(name) || name === '' || words.length < 2) return NOTHING;
  if (words.slice(1).every(word => /^(?:--?(?:help|version)|-[hV]|help|version|list)$/.test(word))) return NOTHING;
  const at = words.findIndex((word, index) => index > 0 && /^(?:cargo|cross|make|just|nix)$/.test(programName(word)));
  if (at > 0) {
    const { does: sure, may } = toolEffect(words.slice(at));
    return { does: [], may: [...new Set([...sure, ...may])] };
  }
  // Within a quoted word: `retry "cargo test"`.
  const quoted = words.find((word, index) => index > 0 && /^(?:cargo|cross|make|just) \S/.test(word));
  if (quoted !== undefined) return wrapped(name, [name, ...quoted.split(/\s+/)]);
  const plain = words.slice(1).filter(word => !word.startsWith('-'));
  return RUNNER.test(plain[0] ?? '') ? maybe(plain.slice(0, 3)) : NOTHING;
}

/** Bazel and similar programs: the language of a target is in files that are not read. */
function buildSystem(args: readonly string[]): CommandEffect {
  return args.includes('test') || args.includes('coverage') ? { does: ['build'], may: ['test'] } : NOTHING;
}

/** npm and similar programs: `test` runs tests of JavaScript, `run NAME` is a task of package.json. */
function task(args: readonly string[]): CommandEffect {
  const [first = ''] = args;
  if (first === 'audit') return does('security');
  if (first !== 'run' && first !== 'run-script') return NOTHING;
  // Tests of JavaScript again, unless their name says that they are others.
  const { does: _, may } = maybe(args.slice(1));
  return {
    does: [],
    may: args.some(arg => /rust|cargo|wasm|native|all|ci/i.test(arg)) ? may : may.filter(each => each !== 'test'),
  };
}

function withLicenses(args: readonly string[]): CommandEffect {
  const scanners = args.find(
    (arg, index) => arg.startsWith('--scanners=') || /^--(scanners|security-checks)$/.test(args[index - 1] ?? ''),
  );
  return does('security', ...(scanners?.includes('license') ? (['license'] as const) : []));
}

function ghEffect(args: readonly string[]): CommandEffect {
  const [first, second] = args;
  if (first === 'release' && /^(create|upload|edit)$/.test(second ?? '')) return does('publish');
  if (first === 'workflow' && second === 'run') {
    const at = args.findIndex(arg => arg === '-R' || arg === '--repo');
    return at < 0 ? NOTHING : { does: ['notify'], may: [], target: args[at + 1] ?? UNKNOWN_TEXT };
  }
  return first === 'api' ? webEffect(args) : NOTHING;
}

/** Requests to GitHub's API: a dispatch to a repository, or a release. */
function webEffect(args: readonly string[]): CommandEffect {
  const address = args.find(arg =>
    /repos\/[^/\s]{1,100}\/[^/\s]{1,100}\/(?:dispatches|actions\/workflows\/[^/\s]{1,100}\/dispatches|releases)\b/.test(
      arg,
    ),
  );
  if (address === undefined)
    return args.some(arg => arg.endsWith('/dispatches'))
      ? { does: ['notify'], may: [], target: UNKNOWN_TEXT }
      : NOTHING;
  const [, target = UNKNOWN_TEXT, kind] = /repos\/([^/\s]+\/[^/\s]+)\/(\w+)/.exec(address) ?? [];
  if (kind !== 'releases') return { does: ['notify'], may: [], target };
  const sends = args.some(arg =>
    /^(POST|PATCH|-XPOST|-d|--data.*|-f|-F|--field|--raw-field|--input|--method=POST)$/i.test(arg),
  );
  return sends ? does('publish') : NOTHING;
}

function natsEffect(args: readonly string[]): CommandEffect {
  const at = args.findIndex(arg => /^(pub|publish|request|req)$/.test(arg));
  if (at < 0) return NOTHING;
  const subject = args
    .slice(at + 1)
    .find(arg => /^[\w${}.\uE000*-]+$/.test(arg) && /[^]\.[^]/.test(arg) && !arg.startsWith('-'));
  return { does: ['notify'], may: [], target: `subject ${subject ?? UNKNOWN_TEXT}` };
}

function dockerEffect(args: readonly string[]): CommandEffect {
  const words = args.filter(arg => !arg.startsWith('-'));
  if (args.includes('push') || args.includes('--push')) return does('image', 'push-image');
  if (words[0] === 'build' || (words[0] === 'buildx' && /^(build|bake)$/.test(words[1] ?? '')))
    return { does: ['image'], may: [] };
  if (words[0] === 'compose' && words.includes('build')) return does('image');
  if (words[0] === 'scout') return does('security');
  // What a container runs is its image's own matter.
  return words.includes('run') || words.includes('up')
    ? maybe(words.slice(1).filter(word => !/[/:=]/.test(word)))
    : NOTHING;
}

/** `om ci run` builds every output of the flake, its checks too, as `nix-fast-build` does. https://omnix.page/om/ci.html */
function omnixEffect(args: readonly string[]): CommandEffect {
  return args[0] === 'ci' && args[1] !== 'gh-matrix' ? does('nix', 'test') : NOTHING;
}

function nixEffect(args: readonly string[]): CommandEffect {
  const words = args.filter(arg => !arg.startsWith('-'));
  if (words[0] === 'flake' && words[1] === 'check')
    return args.includes('--no-build') ? NOTHING : does('build', 'test', 'nix');
  // A Rust package's own check phase runs its tests, unless its file says otherwise.
  if (words[0] === 'build') {
    const named = maybe(words.slice(1).map(word => word.replace(/\bdefault$/, ''))).may;
    return { does: ['nix'], may: [...new Set<Purpose>(['test', ...named])] };
  }
  return words[0] === 'run' ? maybe(words.slice(1)) : NOTHING;
}
