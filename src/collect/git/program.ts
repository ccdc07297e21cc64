/**
 * The `git` program, asked so that it only reads, and reads only what is here.
 *
 * A repository is input like any other: nothing in it may start a program or open a connection. Git refuses repositories
 * of other owners (`safe.directory`) because their configuration names programs; in containers the checkout often has
 * another owner, so ownership is not asked about here, and instead every such program is switched off: hooks, the file
 * system monitor, signature verification, replacement objects, pagers, and the content filters that the configuration
 * names (`GitOptions.settings`). No protocol is allowed, so that a partial clone fetches nothing.
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { UnreadableError } from '../unreadable.js';

/** What git answered with an error. */
export class GitError extends Error {
  override readonly name = 'GitError';
  constructor(
    /** The first line that git wrote to standard error. */
    readonly reason: string,
    readonly code: number | null,
  ) {
    super(`git: ${reason}`);
  }
}

/** Where git is run, and with which settings over the repository's own. */
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

/** Of the caller's `GIT_…` variables only these count: a hook's `GIT_DIR` or `GIT_INDEX_FILE` would lead elsewhere. */
const PASSED = new Set(['GIT_CONFIG_GLOBAL', 'GIT_CONFIG_SYSTEM', 'GIT_CONFIG_NOSYSTEM', 'GIT_EXEC_PATH']);

/** Git in a folder, with the inert settings. */
export function gitIn(dir: string): Git {
  return { dir, settings: INERT };
}

/** The same with more settings. */
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
 * Runs git and hands its standard output over as it comes.
 * @throws GitError when git fails, UnreadableError when there is no git
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
  // A failure is reported below; until then it must not be an unhandled rejection.
  end.catch(() => undefined);
  // Git may end before it has read everything (EPIPE): its exit code says why.
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

/** Everything that git answers. */
export async function output(git: Git, args: readonly string[], input?: Iterable<string>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream(git, args, input)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The records of an answer that ends each with NUL (`-z`). */
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
