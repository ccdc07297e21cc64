/** `--module`: the commands about one package of several. */
import { execFile } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { commit, git, removeFolders, repository, write } from '../collect/support/repositories.js';
import { programPath } from '../runner/programs.mjs';

let program: string;
let dir: string;
beforeAll(async () => {
  program = await programPath('cli');
  dir = repository({
    'Cargo.toml': '[workspace]\nmembers = ["scale", "stamp"]\n',
    '.github/cim.yml': 'modules: [scale, stamp]\n',
    'scale/Cargo.toml': '[package]\nname = "scale"\nversion = "1.0.0"\nedition = "2021"\n',
    'scale/src/lib.rs': '//! Scales.\n\npub fn grams() -> u32 {\n    "3".parse().unwrap()\n}\n',
    'stamp/Cargo.toml': '[package]\nname = "stamp"\nversion = "2.0.0"\nedition = "2021"\n',
    'stamp/src/lib.rs': '//! Stamps.\n',
  });
  git(dir, 'tag', 'scale-v1.0.0');
  git(dir, 'tag', 'stamp-v2.0.0');
  write(dir, { 'stamp/src/lib.rs': '//! Stamps, and letters.\n' });
  commit(dir, 'Tell of letters');
});
afterAll(removeFolders);

function run(...args: readonly string[]) {
  return new Promise<{ status: number; out: string; error: string }>(resolve => {
    execFile(process.execPath, [program, ...args], { cwd: dir }, (error, out, said) =>
      resolve({ status: error ? Number(error.code ?? 2) : 0, out, error: said }),
    );
  });
}

describe('--module', () => {
  it('chooses the package that `next` is about, which is otherwise the first, and said', async () => {
    const [first, stamp] = await Promise.all([run('next'), run('next', '--module', 'stamp')]);
    expect(first.error).toContain('this is about scale, the first: choose another with --module');
    expect(stamp.error).toBe('');
    expect(first.out).toContain('error-handling');
    expect(stamp.out).not.toContain('error-handling');
  });

  it('chooses what `fix` fixes', async () => {
    const [first, stamp] = await Promise.all([run('fix'), run('fix', '--module', 'stamp')]);
    expect(first.error).toContain('this is about scale, the first');
    expect(stamp.error).not.toContain('the first');
  });

  it('chooses whose release a tag must be', async () => {
    const asked = (...args: readonly string[]) => run('tag', ...args);
    const [own, other] = await Promise.all([
      asked('stamp-v2.0.0', '--module', 'stamp'),
      asked('stamp-v2.0.0', '--module', 'scale'),
    ]);
    expect(own.out).not.toBe(other.out);
    expect(other.status).toBe(1);
  });

  it('chooses whose releases `history` shows, and from which on `commits` are checked', async () => {
    const [scale, checked] = await Promise.all([
      run('history', '--module', 'scale', '--by', 'releases'),
      run('commits', '--module', 'stamp'),
    ]);
    expect(scale.out).toContain('(scale)');
    expect(scale.out).not.toContain('stamp-v2.0.0');
    expect(checked.out).toContain('stamp-v2.0.0');
  });

  it('chooses what `compare` compares', async () => {
    const compared = await run('compare', 'stamp-v2.0.0', 'HEAD', '--module', 'stamp');
    expect(compared).toMatchObject({ status: 0, error: '' });
  });

  it.each([['next'], ['history'], ['commits'], ['tag', 'scale-v1.0.0'], ['compare', 'HEAD', 'HEAD']])(
    'of `%s` must be a package of the repository',
    async (...command) => {
      expect(await run(...command, '--module', 'scales')).toMatchObject({
        status: 2,
        error: 'cim-readiness: there is no package scales; did you mean `scale`?\n',
      });
    },
  );
});
