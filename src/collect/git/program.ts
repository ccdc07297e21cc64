/**
 * Runs the `git` program so that it only reads, and reads only local data.
 *
 * A repository is untrusted input: it must not start a program or open a connection. Git rejects repositories of other owners
 * (`safe.directory`) because their configuration can name programs. In containers, the checkout often has another owner, so ownership is not
 * checked here. Instead, every such program is turned off: hooks, the file system monitor, signature verification, replacement objects,
 * pagers, and the content filters in the configuration (`Git.settings`). No protocol is allowed, so a partial clone fetches nothing.
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { UnreadableError } from '../unreadable.js';

/** Thrown if Git fails. */
export class GitError extends Error {
  override readonly name = 'GitError';
  constructor(
    /** The first line that Git wrote to standard error. */
    readonly reason: string,
    readonly code: number | null,
  ) {
    super(`git: ${reason}`);
  }
}

/** The directory in which Git runs, and the settings that override the repository's own. */
export interface Git {
  readonly dir: string;
  readonly settings: ReadonlyMap<string, string>;
}

const INERT: ReadonlyMap<string, string> = new Map([
  ['safe.directory', '*'],
  ['core.fsmonitor', 'false'],
  ['core.hooksPath', '/dev/null'],
  ['core.quotePath', 'false'],
  ['log.showSignature', 'false'],
  ['submodule.recurse', 'false'],
  ['gc.auto', '0'],
]);

/** The only `GIT_…` variables that are passed on: the `GIT_DIR` or `GIT_INDEX_FILE` of a hook would lead to another repository. */
const PASSED = new Set(['GIT_CONFIG_GLOBAL', 'GIT_CONFIG_SYSTEM', 'GIT_CONFIG_NOSYSTEM', 'GIT_EXEC_PATH']);

/** Git in a directory, with the inert settings. */
export function openGit(dir: string): Git {
  return { dir, settings: INERT };
}

/** Adds settings. */
export function withSettings(git: Git, settings: Iterable<readonly [string, string]>): Git {
  return { ...git, settings: new Map([...git.settings, ...settings]) };
}

function environment(git: Git): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (!name.startsWith('GIT_') || PASSED.has(name)) env[name] = value;
  }
  let count = 0;
  for (const [key, value] of git.settings) {
    env[`GIT_CONFIG_KEY_${count}`] = key;
    env[`GIT_CONFIG_VALUE_${count}`] = value;
    count++;
  }
  return {
    ...env,
    GIT_CONFIG_COUNT: String(count),
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_LITERAL_PATHSPECS: '1',
    GIT_ALLOW_PROTOCOL: 'none',
    GIT_PAGER: 'cat',
    LC_ALL: 'C',
  };
}

/**
 * Runs Git and yields its standard output as it arrives.
 * @throws GitError if Git fails, UnreadableError if Git is not installed
 */
export async function* stream(git: Git, args: readonly string[], input?: Iterable<string>): AsyncGenerator<Buffer> {
  const child = spawn('git', args, {
    cwd: git.dir,
    env: environment(git),
    stdio: [input ? 'pipe' : 'ignore', 'pipe', 'pipe'],
  }) as ChildProcessByStdio<Writable | null, Readable, Readable>;
  let complaint = '';
  let ended = false;
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (complaint.length < 4_000) complaint += text;
  });
  const end = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', code => {
      ended = true;
      resolve(code);
    });
  });
  // A failure is reported below. Until then, it must not be an unhandled rejection.
  end.catch(() => undefined);
  // Git can exit before it has read everything (EPIPE). Its exit code tells why.
  child.stdin?.on('error', () => undefined);
  const written = child.stdin && write(child.stdin, input ?? [], () => ended);
  try {
    for await (const chunk of child.stdout) yield chunk as Buffer;
    const code = await end;
    if (code !== 0) throw new GitError(firstLine(complaint) || `exited with ${String(code)}`, code);
  } catch (error) {
    if (isMissing(error)) throw new UnreadableError('git is not installed, or not in PATH');
    throw error;
  } finally {
    if (!ended) child.kill('SIGKILL');
    child.stdin?.destroy();
    await written;
  }
}

async function write(
  to: NodeJS.WritableStream & { destroyed: boolean },
  lines: Iterable<string>,
  ended: () => boolean,
) {
  let block = '';
  for (const line of lines) {
    block += `${line}\n`;
    if (block.length < 16_384) continue;
    if (to.destroyed || ended()) return;
    if (!to.write(block)) await Promise.race([once(to, 'drain'), once(to, 'close')]).catch(() => undefined);
    block = '';
  }
  if (!to.destroyed) to.end(block);
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function firstLine(text: string): string {
  const line = text.split('\n').find(each => each.trim() !== '') ?? '';
  return line.replace(/^(fatal|error): /, '').trim();
}

/** Runs Git and returns its complete standard output. */
export async function output(git: Git, args: readonly string[], input?: Iterable<string>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream(git, args, input)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Splits output with NUL-terminated records (`-z`). */
export function records(answer: Buffer): Buffer[] {
  const found: Buffer[] = [];
  let from = 0;
  for (let nul = answer.indexOf(0); nul >= 0; nul = answer.indexOf(0, from)) {
    found.push(answer.subarray(from, nul));
    from = nul + 1;
  }
  if (from < answer.length) found.push(answer.subarray(from));
  return found;
}
