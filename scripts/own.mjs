/**
 * The project reads itself with its own command line: commits, changelog and the other files that any repository has, and the newest
 * release tag. In a shallow clone, and without tags or a remote, it reads what is there; without Git's history it says so.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from './build.mjs';

const ROOT = join(import.meta.dirname, '..');
/** The criteria that are about any repository, and can be decided on a checkout. */
const CRITERIA = ['readme', 'changelog', 'contributing', 'security-policy', 'gitignore', 'no-secrets'];

/** What git prints, or nothing where it cannot tell. */
function git(...args) {
  try {
    // The checkout of a container often has another owner.
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
  console.log('There is no history here: nothing to read.');
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
