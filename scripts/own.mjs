/**
 * Assesses this project with its own command line: commits, the changelog and other files that every repository needs, and the newest
 * release tag. In a shallow clone, and without tags or a remote, it checks what is available. Without Git history, it checks nothing.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from './build.mjs';

const ROOT = join(import.meta.dirname, '..');
/** The criteria that apply to every repository and that a checkout can decide. */
const CRITERIA = ['readme', 'changelog', 'contributing', 'security-policy', 'gitignore', 'no-secrets'];

/** Returns the output of git, or an empty text if it fails. */
function git(...args) {
  try {
    // In a container, the checkout often has another owner.
    return execFileSync('git', ['-c', 'safe.directory=*', ...args], {
      cwd: ROOT,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return '';
  }
}

if (git('rev-parse', '--verify', 'HEAD') === '') {
  console.log('no Git history: nothing to check');
} else {
  const programs = mkdtempSync(join(tmpdir(), 'cim-readiness-'));
  try {
    await bundle({ cli: 'src/cli.ts' }, programs);
    const [tag] = git('tag', '--list', 'v[0-9]*', '--merged', 'HEAD', '--sort=-version:refname').split('\n');
    for (const args of [
      ['commits'],
      ['assess', '.', '--ref', 'HEAD', '--only', CRITERIA.join(',')],
      ...(tag ? [['tag', tag]] : []),
    ]) {
      console.log(`+ cim-readiness ${args.join(' ')}`);
      const { status } = spawnSync(process.execPath, [join(programs, 'cli.js'), ...args], {
        cwd: ROOT,
        stdio: 'inherit',
      });
      if (status !== 0) process.exitCode = 1;
    }
  } finally {
    rmSync(programs, { recursive: true, force: true });
  }
}
