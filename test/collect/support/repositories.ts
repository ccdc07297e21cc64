/** Small git repositories in temporary folders. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const folders: string[] = [];

/** A new temporary folder; `removeFolders` removes it. */
export function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'cim-collect-'));
  folders.push(made);
  return made;
}

/** Removes every folder made here. */
export function removeFolders(): void {
  for (const each of folders.splice(0)) rmSync(each, { recursive: true, force: true });
}

/** Runs git in a folder with a fixed identity and clock, and without the machine's configuration. */
export function git(dir: string, ...args: readonly string[]): string {
  return execFileSync('git', [...SETTINGS, ...args], {
    cwd: dir,
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    env: ENVIRONMENT,
  }).trim();
}

// Without `core.longpaths`, Git for Windows refuses paths of more than 260 characters.
const SETTINGS = ['protocol.file.allow=always', 'maintenance.auto=false', 'core.longpaths=true'].flatMap(setting => [
  '-c',
  setting,
]);

const ENVIRONMENT = {
  // Git for Windows needs more than PATH.
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'))),
  // Git itself, on every system, takes this path for an empty file.
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  // Sample hooks are of no use here.
  GIT_TEMPLATE_DIR: '',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.org',
  GIT_AUTHOR_DATE: '2026-01-02T03:04:05+01:00',
  GIT_COMMITTER_NAME: 'Ben',
  GIT_COMMITTER_EMAIL: 'ben@example.org',
  GIT_COMMITTER_DATE: '2026-01-02T04:04:05+01:00',
};

/** Runs several git commands, joined by `&&`, as one process of this one: to start one is dear in a process of this size. */
function gitScript(dir: string, script: string, ...args: readonly string[]): string {
  return git(dir, '-c', `alias.script=!f() { ${script}; }; f`, 'script', ...args);
}

/** Writes files; a name may be bytes. */
export function write(dir: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), content);
  }
}

/** A repository with one commit of these files; without any, one that has no commit yet. */
export function repository(files?: Readonly<Record<string, string | Uint8Array>>): string {
  if (!files) return begin(folder());
  const made = firsts.get(files);
  if (made === undefined) {
    // Most files are asked for once: what is asked for again is made once more, and copied from then on.
    firsts.set(files, 'once');
    return begin(folder(), files);
  }
  const pristine = made === 'once' ? begin(folder(), files) : made;
  if (made === 'once') git(pristine, 'repack', '-a', '-d', '-q'); // A folder for each object is slow to copy.
  firsts.set(files, pristine);
  const dir = folder();
  cpSync(pristine, dir, { recursive: true, preserveTimestamps: true });
  return dir;
}

/** The repositories of files that were asked for more than once. */
const firsts = new WeakMap<object, string>();

function begin(dir: string, files?: Readonly<Record<string, string | Uint8Array>>): string {
  if (!files) {
    git(dir, 'init', '-q', '-b', 'main');
    return dir;
  }
  write(dir, files);
  gitScript(dir, 'git init -q -b main && git add -A && git commit -q --allow-empty -m "$1"', 'feat: begin');
  return dir;
}

/** Commits everything; returns the commit. */
export function commit(dir: string, message: string): string {
  return gitScript(dir, 'git add -A && git commit -q --allow-empty -m "$1" && git rev-parse HEAD', message);
}

/** The commit of a branch or of HEAD. Reads Git's own files, because starting Git takes longer. */
export function headCommit(dir: string, branch = 'HEAD'): string {
  const path = join(dir, '.git', branch === 'HEAD' ? 'HEAD' : `refs/heads/${branch}`);
  const text = existsSync(path) ? readFileSync(path, 'utf8').trim() : '';
  if (text.startsWith('ref: refs/heads/')) return headCommit(dir, text.slice('ref: refs/heads/'.length));
  return /^[0-9a-f]{40}$/.test(text) ? text : git(dir, 'rev-parse', branch);
}

/** Whether a repository has a tag. */
export function hasTags(dir: string): boolean {
  return existsSync(join(dir, '.git', 'packed-refs')) || readdirSync(join(dir, '.git', 'refs', 'tags')).length > 0;
}

/** Adds so many empty commits to the branch `main`, `fix: 0` and on. */
export function commits(dir: string, count: number): void {
  const who = 'Ada <ada@example.org> 1767320645 +0000';
  const stream = Array.from({ length: count }, (_, index) => {
    const message = `fix: ${index}`;
    const from = index === 0 ? 'from refs/heads/main^0\n' : '';
    return `commit refs/heads/main\nauthor ${who}\ncommitter ${who}\ndata ${message.length}\n${message}\n${from}\n`;
  });
  execFileSync('git', ['fast-import', '--quiet'], { cwd: dir, input: stream.join('') });
}
