/** The program as a person meets it: standard output, standard error and the exit status. */
import { execFile } from 'node:child_process';
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { CIM_STANDARD } from '../../src/standard/cim.js';
import { commit, folder, git, removeFolders, repository, write } from '../collect/support/repositories.js';
import { rustsec } from '../facts/advisories/support.js';
import { programPath } from '../runner/programs.mjs';
import { READY_TEXTS } from '../support/snapshots.js';
import { TWO_MODULES, WORKSPACE } from '../support/workspace.js';

const ROOT = join(import.meta.dirname, '..', '..');

interface Said {
  readonly status: number;
  readonly out: string;
  readonly error: string;
}

let program: string;
beforeAll(async () => {
  program = await programPath('cli');
});

const run = (...args: readonly string[]): Promise<Said> => runIn(ROOT, args);

function runIn(cwd: string, args: readonly string[], input = ''): Promise<Said> {
  const command = [program, ...args];
  const { GITHUB_TOKEN: _, GH_TOKEN: __, ...env } = process.env;
  return new Promise(resolve => {
    const child = execFile(process.execPath, command, { cwd, env, maxBuffer: 2 ** 26 }, (error, out, said) => {
      resolve({ status: error ? Number(error.code ?? 2) : 0, out, error: said });
    });
    child.stdin?.end(input);
  });
}

const json = (text: string) => JSON.parse(text) as { findings: { criterion: string; status: string }[] };

let ready: string;
beforeAll(() => {
  ready = repository(READY_TEXTS);
  git(ready, 'remote', 'add', 'origin', 'https://github.com/cim/cim-parcel.git');
});
afterAll(removeFolders);

describe('cim-readiness assess', () => {
  it('gives JSON as the published schema says, the same bytes twice, of a bare repository too', async () => {
    const bare = folder();
    git(ready, 'clone', '-q', '--bare', '.', bare);
    const args = ['--ref', 'HEAD', '--repository', 'cim/cim-parcel', '--format', 'json', '--fail-on', 'never'];
    const [first, second, third] = await Promise.all([
      run('assess', ready, ...args),
      run('assess', ready, ...args),
      run('assess', bare, ...args),
    ]);
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
    (addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
    const schema = JSON.parse(readFileSync(join(ROOT, 'schemas', 'assessment-v1.json'), 'utf8')) as object;
    const fits = ajv.compile(schema);
    expect({ fits: fits(json(first.out)), errors: fits.errors }).toEqual({ fits: true, errors: null });
    const timeless = ({ out }: Said) => out.replace(/"assessedAt": "[^"]+"/, '');
    expect(timeless(second)).toBe(timeless(first));
    expect(timeless(third)).toBe(timeless(first));
    expect([first.status, first.error, json(first.out).findings.length]).toEqual([0, '', CIM_STANDARD.criteria.length]);
  });

  it('assesses each package that the policy names, and ends as the worst of them', async () => {
    const dir = repository({ ...WORKSPACE, '.github/cim.yml': TWO_MODULES });
    const [table, both, one] = await Promise.all([
      run('assess', dir),
      run('assess', dir, '--format', 'json'),
      run('assess', dir, '--module', 'cim-order', '--format', 'json', '--fail-on', 'never'),
    ]);
    expect([table.status, both.status, one.status]).toEqual([1, 1, 0]);
    expect(table.out).toMatch(/^cim-parcel of this repository[^]*\ncim-order of this repository/);
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
    (addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
    const schema = JSON.parse(readFileSync(join(ROOT, 'schemas', 'assessments-v1.json'), 'utf8')) as object;
    const fits = ajv.compile(schema);
    const value = JSON.parse(both.out) as { modules: { module: string; assessment: object }[] };
    expect({ fits: fits(value), errors: fits.errors }).toEqual({ fits: true, errors: null });
    expect(value.modules.map(({ module }) => module)).toEqual(['cim-parcel', 'cim-order']);
    expect({ ...value.modules[1]?.assessment, assessedAt: '' }).toEqual({ ...json(one.out), assessedAt: '' });
  });

  it('says which packages are assessed where nobody chooses', async () => {
    const { out } = await run('assess', repository(WORKSPACE), '--fail-on', 'never');
    expect(out).toContain('Assessed as one module: `cim-order`, `cim-parcel`.');
  });

  it('ends with 1 where a blocking criterion is unmet, and 0 where none of those asked for is', async () => {
    const bad = repository({ 'Cargo.toml': '[package]\nname = "cim-x"\nversion = "0.1.0"\n', 'src/lib.rs': '' });
    const [all, license, never] = await Promise.all([
      run('assess', bad),
      run('assess', ready, '--only', 'license,readme', '--format', 'json'),
      run('assess', bad, '--fail-on', 'never'),
    ]);
    expect([all.status, never.status]).toEqual([1, 0]);
    expect(all.out).toMatch(/LICENSE/);
    expect(license.status).toBe(0);
    expect(json(license.out).findings.map(({ criterion, status }) => `${criterion} ${status}`)).toEqual([
      'readme met',
      'license met',
    ]);
  });

  it('compares Cargo.lock with an advisory database, as next and compare do', async () => {
    const advisories = folder();
    write(advisories, { 'crates/strings/RUSTSEC-2026-0001.md': rustsec('RUSTSEC-2026-0001', 'strings') });
    const source = 'source = "registry+https://github.com/rust-lang/crates.io-index"';
    const locked = `${READY_TEXTS['Cargo.lock'] ?? ''}\n[[package]]\nname = "strings"\nversion = "1.0.0"\n${source}\n`;
    const dir = repository({ ...READY_TEXTS, 'Cargo.lock': locked });
    const named = ['--advisories', advisories];
    const [assessed, next, compared, nowhere] = await Promise.all([
      run('assess', dir, '--only', 'dependency-audit', ...named),
      run('next', dir, ...named),
      run('compare', 'HEAD', 'HEAD', dir, ...named),
      run('assess', dir, '--advisories', dir),
    ]);
    expect(assessed).toMatchObject({ status: 1, out: expect.stringContaining('RUSTSEC-2026-0001, unrated') });
    expect(next.out).toContain('dependency-audit');
    expect(compared.status).toBe(0);
    expect(nowhere).toMatchObject({ status: 2, error: expect.stringContaining('has no advisories; name a checkout') });
  });

  it('shows what changed since a commit, and fails on a regression alone', async () => {
    const dir = repository(READY_TEXTS);
    write(dir, { 'docs/more.md': '# More\n' });
    commit(dir, 'docs: say more');
    const same = ['assess', dir, '--base', 'HEAD~1', '--fail-on', 'regression', '--format', 'json'];
    const before = await run(...same);
    write(dir, { 'src/orphan.rs': 'pub fn lonely() {}\n' });
    commit(dir, 'feat: add a file that nobody reads');
    const after = await run(...same);
    expect([before.status, after.status]).toEqual([0, 1]);
    expect((JSON.parse(after.out) as { changes: object }).changes).toMatchObject({
      changes: [{ criterion: 'module-organization', kind: 'opened', added: [{ path: 'src/orphan.rs' }] }],
    });
  });

  it('takes one value for each option, and the folder behind it for the folder', async () => {
    const [only, several, report] = await Promise.all([
      runIn(ready, ['assess', '--only', 'readme', '.']),
      runIn(ready, ['assess', '--only', 'readme', '--only', 'license,adr', '.', '--format', 'json']),
      runIn(ready, ['assess', '--report', 'no.info', '.']),
    ]);
    expect(only.status).toBe(0);
    expect(only.out).toContain('readme\n    README.md has all 5 parts');
    expect(json(several.out).findings.map(({ criterion }) => criterion)).toEqual(['readme', 'adr', 'license']);
    expect(report.error).toContain('no.info could not be read');
  });

  it('puts what is wrong with the policy into the JSON', async () => {
    const dir = repository({ ...READY_TEXTS, '.github/cim.yml': 'enforcment: strict\n' });
    const { out } = await run('assess', dir, '--format', 'json', '--fail-on', 'never');
    expect(JSON.parse(out)).toMatchObject({ policyProblems: [{ path: '.github/cim.yml', line: 1 }] });
    expect(out).toContain('enforcment');
  });

  it('says at its head that there is no crate to judge', async () => {
    const leaf = await run('assess', repository({ 'flake.nix': '{ }', 'README.md': '# Leaf\n' }), '--fail-on', 'never');
    expect(leaf.status).toBe(0);
    expect(leaf.out.split('\n').slice(0, 4).join(' ')).toContain('no Cargo.toml');
    const template = repository({ 'cim.yaml': 'module:\n  status: template\n' });
    expect((await run('assess', template, '--fail-on', 'never')).status).toBe(0);
  });

  it('says when the work tree is not what is committed', async () => {
    const dir = repository(READY_TEXTS);
    write(dir, { 'README.md': '' });
    const { out, status } = await run('assess', dir, '--only', 'readme');
    expect(out).toContain('The working tree differs from HEAD');
    expect(status).toBe(1);
  });
});

describe('cim-readiness history', () => {
  it('measures each release, as it stood then', async () => {
    const dir = repository(READY_TEXTS);
    git(dir, 'tag', 'v1.1.0');
    git(dir, 'rm', '-q', 'CONTRIBUTING.md');
    write(dir, { 'rust-toolchain.toml': '[toolchain]\nchannel = "stable"\n' });
    commit(dir, 'build: pin nothing');
    git(dir, 'tag', 'v1.2.0');
    write(dir, { 'docs/x.md': '# X\n' });
    commit(dir, 'docs: say x');
    const { status, out, error } = await run('history', dir, '--format', 'json');
    expect([status, error]).toEqual([0, '']);
    expect(JSON.parse(out)).toMatchObject({
      points: [{ name: 'v1.1.0' }, { name: 'v1.2.0', lost: ['rust-toolchain'] }, { name: 'HEAD', won: [], lost: [] }],
    });
  });
});

describe('cim-readiness commits --message', () => {
  const judged = async (message: string, ...args: readonly string[]) => {
    const dir = repository({ '.github/cim.yml': 'commitTypes: [wip]\n', message });
    return runIn(dir, ['commits', '--message', 'message', ...args]);
  };

  it('judges one message, as a commit-msg hook does', async () => {
    const [wrong, right] = await Promise.all([judged('Added a door\n'), judged('feat: add a door\n\nIt opens.\n')]);
    expect([wrong.status, right.status]).toEqual([1, 0]);
    expect(wrong.out).toContain('Added a door');
    expect((await judged('Added a door\n', '--format', 'json')).out).toContain('"sha": null');
  });

  it('leaves out what Git leaves out, and knows its own headers and the types of the policy', async () => {
    const comments = '# Please enter the message.\nfeat: add a door\n# On branch main\n';
    const scissors = `feat: add a door\n# ${'-'.repeat(24)} >8 ${'-'.repeat(24)}\ndiff --git a b\n`;
    for (const message of [comments, scissors, "Merge branch 'dev'\n", 'Revert "feat: a"\n', 'wip: a door\n'])
      expect([message, (await judged(message)).status]).toEqual([message, 0]);
    expect((await judged('# nothing\n')).status).toBe(1);
  });

  it('reads standard input, outside of a repository too', async () => {
    expect((await runIn(folder(), ['commits', '--message', '-'], 'feat: a\n')).status).toBe(0);
    expect((await runIn(folder(), ['commits', '--message', '-'], 'Door\n')).status).toBe(1);
    expect((await runIn(folder(), ['commits', '--message', 'no'])).status).toBe(2);
  });
});

describe('what cannot be read', () => {
  it.each<[string, () => string[], RegExp]>([
    [
      'a folder that is not there',
      () => ['assess', '/nowhere/at/all'],
      /^cim-readiness: \/nowhere\/at\/all does not exist$/,
    ],
    ['a folder that is no repository', () => ['assess', folder()], /^cim-readiness: .+ is not in a git repository$/],
    [
      'a commit that is not there',
      () => ['assess', ready, '--ref', 'mian'],
      /^cim-readiness: there is no commit "mian" here; did you mean `main`\?$/,
    ],
    [
      'a criterion that is none',
      () => ['assess', ready, '--only', 'read-me'],
      /^cim-readiness: there is no criterion or section `read-me`; did you mean `readme`\?$/,
    ],
    [
      'a mistyped folder that could be a name on GitHub',
      () => ['assess', 'crates/core'],
      /^cim-readiness: crates\/core does not exist; .*GITHUB_TOKEN to a token that can read it$/,
    ],
    [
      'a package that is not there',
      () => ['assess', ready, '--module', 'nope'],
      /^cim-readiness: there is no package `nope`; found cim-parcel$/,
    ],
    [
      'a repository that is no module',
      () => ['assess', repository({ 'README.md': '# Notes\n' }), '--fail-on', 'never'],
      /^cim-readiness: .+ is not a module: it has no Cargo\.toml/,
    ],
    [
      'a registry',
      () => [
        'assess',
        repository({ 'registry/modules.yaml': 'modules: {}\n', 'flake.nix': '{ }\n' }),
        '--fail-on',
        'never',
      ],
      /^cim-readiness: .+ is a registry of modules and not a module: use `fleet --registry /,
    ],
    [
      'a regression from nothing',
      () => ['assess', ready, '--fail-on', 'regression'],
      /^cim-readiness: --fail-on regression requires --base REF/,
    ],
    [
      'a second criterion behind a blank',
      () => ['assess', '--only', 'readme', 'license'],
      /^cim-readiness: license does not exist; to name several criteria, write --only license,OTHER$/,
    ],
    [
      'a range and a message',
      () => ['commits', 'HEAD~1..', '--message', 'x', '--dir', ready],
      /^cim-readiness: commits checks either a range or one --message FILE/,
    ],
    [
      'a policy that is not there',
      () => ['assess', ready, '--policy', 'no.yml'],
      /^cim-readiness: no\.yml could not be read/,
    ],
    [
      'a report that is none',
      () => ['assess', ready, '--report', join(ROOT, 'package.json')],
      /^cim-readiness: .*package\.json/,
    ],
    [
      'an id that is none',
      () => ['explain', 'changelogs'],
      /^cim-readiness: there is no criterion `changelogs`; did you mean `changelog`\?$/,
    ],
    [
      'a range that is none',
      () => ['commits', 'a..b', '--dir', ready],
      /^cim-readiness: a\.\.b is not a range of commits/,
    ],
  ])('%s is one clear line, and status 2', async (_, args, line) => {
    const { status, out, error } = await run(...args());
    expect([status, out]).toEqual([2, '']);
    expect(error.trimEnd()).toMatch(line);
    expect(error.trimEnd().split('\n')).toHaveLength(1);
  });

  it('in a repository is a finding or a reason, never the end', async () => {
    const bomb = `a: &a [x, x, x, x, x, x, x, x, x]\n${'bcdefghi'
      .split('')
      .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghi'[index]}`).join(', ')}]`)
      .join('\n')}\non: *i\n`;
    const dir = repository({
      'Cargo.toml': '[package\nname = ',
      '.github/workflows/bomb.yml': bomb,
      'cim.yaml': 'module: &m\n  self: *m\n',
      'README.md': Buffer.from([0xff, 0xfe, 0x00, 0x41]),
      // Windows has neither such names nor symbolic links.
      ...(process.platform === 'win32' ? {} : { 'src/na\u001bme\n.rs': 'fn f() {}\n' }),
    });
    if (process.platform !== 'win32') symlinkSync('/etc/passwd', join(dir, 'LICENSE'));
    commit(dir, 'feat: add what is hostile');
    for (const how of [[], ['--ref', 'HEAD']]) {
      const { status, out, error } = await run('assess', dir, ...how, '--format', 'json');
      expect([status, error]).toEqual([1, '']);
      expect(json(out).findings).toHaveLength(CIM_STANDARD.criteria.length);
      expect(out).not.toContain('root:x:');
    }
    const table = await run('assess', dir);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that none is printed is what is asked
    expect(table.out).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
    expect(table.out).toContain('Cargo.toml:2');
  });

  it('of a repository without a commit is said', async () => {
    const { status, error } = await run('assess', repository(), '--ref', 'HEAD');
    expect([status, error.split('\n').length]).toEqual([2, 2]);
  });
});

describe('explain and criteria', () => {
  it('tell what is asked, and how to mend it', async () => {
    const [one, all] = await Promise.all([run('explain', 'changelog'), run('criteria', '--format', 'json')]);
    expect(one.out).toMatch(/Unreleased/);
    expect(all.out).toContain('"id": "changelog"');
  });
});
