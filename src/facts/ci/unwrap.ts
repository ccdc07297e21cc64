/** Removes what only surrounds a command: `sudo`, `env X=y`, `time`, `nix develop -c`, `bash -c '…'`, `npx` and their like. */
import { UNKNOWN_TEXT } from './expression.js';

/** The command inside, a script inside, or a file that a shell is given; without a shell, it is the one that runs already. */
export type Inner =
  | { readonly kind: 'command'; readonly words: readonly string[] }
  | { readonly kind: 'script'; readonly text: string; readonly args: readonly string[]; readonly shell?: string }
  | { readonly kind: 'file'; readonly path: string; readonly args: readonly string[]; readonly shell?: string };

/** Wrappers and those of their options that take a value. */
const PLAIN: Readonly<Record<string, readonly string[]>> = {
  sudo: ['-u', '-g', '-h', '-p', '-C', '--user', '--group'],
  doas: ['-u'],
  time: ['-f', '-o'],
  nice: ['-n'],
  ionice: ['-c', '-n'],
  nohup: [],
  exec: ['-a'],
  command: [],
  builtin: [],
  stdbuf: [],
  unbuffer: [],
  setsid: [],
  catchsegv: [],
  'xvfb-run': ['-s', '-n', '-e', '-f', '--server-args', '--server-num'],
  'dbus-run-session': ['--config-file'],
  wine: [],
  caffeinate: [],
  npx: ['-p', '--package'],
  bunx: [],
  uvx: ['--from', '--with'],
  'direnv-exec': [],
  hyperfine: ['-w', '-r', '--warmup', '--runs'],
  xargs: ['-n', '-I', '-P', '-L', '-d', '-a'],
  strace: ['-e', '-o'],
  valgrind: [],
};

/** Wrappers of two words, and where their command begins. */
const DOUBLE: Readonly<Record<string, readonly string[]>> = {
  'pnpm dlx': [],
  'pnpm exec': [],
  'yarn dlx': [],
  'npm exec': [],
  'pipx run': ['--spec'],
  'uv run': ['--with', '--python'],
  'uv tool run': ['--from'],
  'poetry run': [],
  'pipenv run': [],
  'devbox run': [],
  'op run': ['--env-file'],
  'doppler run': ['-p', '-c'],
  'mise exec': [],
  'mise x': [],
  'nix run': [],
};

const SHELLS = new Set(['bash', 'sh', 'dash', 'zsh', 'ash']);
const DEEPEST = 12;

/** What a command runs after all. @param input what it reads, which a shell without a script runs. Never throws; an empty command is returned as it is. */
export function unwrap(given: readonly string[], input?: string): Inner {
  let words = given;
  for (let depth = 0; depth < DEEPEST; depth += 1) {
    const next = once(words, input);
    if (!next) break;
    if (next.kind !== 'command') return next;
    if (next.words.length === 0) break;
    ({ words } = next);
  }
  return { kind: 'command', words };
}

/** A program's name, without its folder and `.exe`. */
export function programName(word: string): string {
  return word.slice(Math.max(word.lastIndexOf('/'), word.lastIndexOf('\\')) + 1).replace(/\.exe$/, '');
}

function once(words: readonly string[], input: string | undefined): Inner | undefined {
  const [first = '', second = ''] = words;
  const name = programName(first);
  const command = (rest: readonly string[]): Inner => ({ kind: 'command', words: rest });
  // `$SUDO cargo test`, `X=y cargo test` of a line that is read without a shell.
  if (
    (first === UNKNOWN_TEXT && /^(cargo|cross|make|just|nix)$/.test(second)) ||
    (/^[A-Za-z_]\w*=/.test(first) && words.length > 1)
  )
    return command(words.slice(1));
  if (name === '!' || name === '@' || name === '{') return command(words.slice(1));
  if (name === 'env') return command(afterEnv(words));
  if (name === 'timeout' || name === 'gtimeout')
    return command(afterOptions(words.slice(1), ['-s', '-k', '--signal']).slice(1));
  if (name === 'rustup' && second === 'run') return command(afterOptions(words.slice(2), []).slice(1));
  if (name === 'direnv' && second === 'exec') return command(words.slice(3));
  if (name === 'arch' || name === 'setarch') return command(afterOptions(words.slice(1), []));
  if (SHELLS.has(name)) return ofShell(words, input);
  if (name === 'source' || name === '.') return { kind: 'file', path: second, args: words.slice(2) };
  if (name === 'nix' || name === 'nix-shell') return ofNix(name, words);
  if (name === 'docker' || name === 'podman') return ofContainer(words);
  if (name === 'bencher' && second === 'run') {
    const text = words
      .slice(2)
      .findLast((word, index, all) => !word.startsWith('-') && !(all[index - 1] ?? '').startsWith('--'));
    return text ? { kind: 'script', text, args: [], shell: 'sh' } : undefined;
  }
  if (name === 'eval') return { kind: 'script', text: words.slice(1).join(' '), args: [] };
  // `devbox run` takes a task's name as well as a command.
  if (name === 'devbox' && !/^(?:--|cargo|cross|make|just|nix|bash|sh)$/.test(words[2] ?? '')) return undefined;
  const double = DOUBLE[`${name} ${second}`];
  if (double && Object.hasOwn(DOUBLE, `${name} ${second}`)) return command(afterOptions(words.slice(2), double));
  const plain = Object.hasOwn(PLAIN, name) ? PLAIN[name] : undefined;
  return plain ? command(afterOptions(words.slice(1), plain)) : undefined;
}

/** What follows options; `--` ends them. */
function afterOptions(words: readonly string[], valued: readonly string[]): readonly string[] {
  let at = 0;
  while (at < words.length) {
    const word = words[at] ?? '';
    if (word === '--') return words.slice(at + 1);
    if (!word.startsWith('-') || word === '-') break;
    at += valued.includes(word) ? 2 : 1;
  }
  return words.slice(at);
}

function afterEnv(words: readonly string[]): readonly string[] {
  let rest = afterOptions(words.slice(1), ['-u', '-C', '--unset', '--chdir']);
  while (/^[A-Za-z_]\w*=/.test(rest[0] ?? '')) rest = rest.slice(1);
  return rest;
}

/** `bash -euo pipefail -c '…'`, `bash script.sh a b`, `bash -e <<EOF`, `bash -s a b <<EOF`. */
function ofShell(words: readonly string[], input: string | undefined): Inner | undefined {
  let at = 1;
  while (at < words.length) {
    const word = words[at] ?? '';
    if (/^-[a-z]*s$/.test(word) && input !== undefined)
      return { kind: 'script', text: input, args: words.slice(at + 1), shell: shellBefore(words, at) };
    if (/^-[a-z]*c$/.test(word)) {
      const text = words[at + 1];
      return text === undefined
        ? undefined
        : { kind: 'script', text, args: words.slice(at + 3), shell: shellBefore(words, at) };
    }
    if (word === '-o' || word === '+o' || /^-[a-z]*o$/.test(word)) at += 2;
    else if (/^[-+]/.test(word)) at += 1;
    else return { kind: 'file', path: word, args: words.slice(at + 1), shell: words.slice(0, at).join(' ') };
  }
  return input === undefined ? undefined : { kind: 'script', text: input, args: [], shell: words.join(' ') };
}

/** The shell and its options up to one whose last letter (`c`, `s`) says where the script is. */
function shellBefore(words: readonly string[], at: number): string {
  return [...words.slice(0, at), (words[at] ?? '').slice(0, -1)].filter(each => each !== '-').join(' ');
}

/** `nix develop [FLAKE] -c CMD…`, `nix shell PKGS… -c CMD…`, `nix-shell --run 'CMD'`, `nix run nixpkgs#NAME -- ARGS…`, `nix run github:OWNER/NAME`. */
function ofNix(name: string, words: readonly string[]): Inner | undefined {
  const run = words.findIndex(word => word === '--run' || word === '--command' || word === '-c');
  if (run > 0 && name === 'nix-shell') return { kind: 'script', text: words[run + 1] ?? '', args: [], shell: 'bash' };
  const verb = words.slice(1).find(word => !word.startsWith('-')) ?? '';
  if (run > 0 && /^(develop|shell|env|print-dev-env)$/.test(verb))
    return { kind: 'command', words: words.slice(run + 1) };
  if (verb !== 'run') return undefined;
  const target =
    words.slice(words.indexOf('run') + 1).find(word => word.includes('#') || word.startsWith('github:')) ?? '';
  const named = target.includes('#') ? target.split('#')[1]?.split('.').at(-1) : target.split(/[/?]/)[1];
  const program = named ?? '';
  const dashes = words.indexOf('--');
  // An app of this flake is not a program of that name.
  if (program === '' || target.startsWith('.') || target.startsWith('#')) return undefined;
  return { kind: 'command', words: [program, ...(dashes > 0 ? words.slice(dashes + 1) : [])] };
}

/** `docker run … IMAGE cargo test`, `docker compose run SERVICE cargo test`, `docker exec NAME cargo test`. */
function ofContainer(words: readonly string[]): Inner | undefined {
  const run = words.findIndex(word => word === 'run' || word === 'exec');
  if (run < 0 || run > 3) return undefined;
  const at = words.findIndex(
    (word, index) => index > run && /^(cargo|cross|make|just|bash|sh|nix)$/.test(programName(word)),
  );
  return at > 0 ? { kind: 'command', words: words.slice(at) } : undefined;
}
