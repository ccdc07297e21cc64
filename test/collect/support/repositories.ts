/** Small git repositories in temporary folders. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
  return execFileSync('git', ['-c', 'protocol.file.allow=always', ...args], {
    cwd: dir,
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'],
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_SYSTEM: '/dev/null',
      GIT_AUTHOR_NAME: 'Ada',
      GIT_AUTHOR_EMAIL: 'ada@example.org',
      GIT_AUTHOR_DATE: '2026-01-02T03:04:05+01:00',
      GIT_COMMITTER_NAME: 'Ben',
      GIT_COMMITTER_EMAIL: 'ben@example.org',
      GIT_COMMITTER_DATE: '2026-01-02T04:04:05+01:00',
    },
  }).trim();
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
  const dir = folder();
  git(dir, 'init', '-q', '-b', 'main');
  if (!files) return dir;
  write(dir, files);
  commit(dir, 'feat: begin');
  return dir;
}

/** Commits everything; returns the commit. */
export function commit(dir: string, message: string): string {
  git(dir, 'add', '-A');
  git(dir, 'commit', '-q', '--allow-empty', '-m', message);
  return git(dir, 'rev-parse', 'HEAD');
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
