/** Each fix, on the ready module with one gap: it closes that gap, changes nothing else, and once is enough. */
import { describe, expect, it } from '@jest/globals';
import { FIXES } from '../../src/fixes/all.js';
import type { Answers } from '../../src/fixes/fix.js';
import { type FixPlan, planFixes } from '../../src/fixes/plan.js';
import { DEFAULT_POLICY } from '../../src/policy/policy.js';
import { effectivePolicy } from '../../src/policy/policy-file.js';
import type { Parts, Snapshot } from '../../src/snapshot/snapshot.js';
import { CIM_STANDARD } from '../../src/standard/cim.js';
import { READY_HISTORY } from '../support/history.js';
import { service } from '../support/service.js';
import { add, both, type Edit, edit, NOW, READY_TEXTS, remove, snapshot, type Texts } from '../support/snapshots.js';

const PARTS: Partial<Parts> = {
  history: READY_HISTORY.history,
  tags: READY_HISTORY.tags,
  organization: { files: new Map() },
  registry: { module: { status: 'production' }, dependencies: new Map() },
  policy: {},
};

const ANSWERS: Answers = {
  contact: 'conduct@cim.dev',
  toolchain: '1.85.0',
  category: 'logistics',
  type: 'domain',
  maintainer: 'Ada Lovelace <ada>',
};

function plan(texts: Texts, wanted?: readonly string[], answers: Answers = ANSWERS): FixPlan {
  const policy = (of: Snapshot) =>
    of.parts.policy.read ? effectivePolicy(of.parts.policy, CIM_STANDARD, NOW).policy : DEFAULT_POLICY;
  return planFixes(snapshot(texts, PARTS), FIXES, { standard: CIM_STANDARD, answers, policy, now: NOW }, wanted);
}

function after(texts: Texts, { files }: FixPlan): Texts {
  return { ...texts, ...Object.fromEntries(files.map(({ path, text }) => [path, text])) };
}

const CI = '.github/workflows/ci.yml';

/** A gap of the ready module, and the files that its fix changes. */
const GAPS: Readonly<Record<string, { readonly gap: Edit; readonly paths: readonly string[] }>> = {
  license: { gap: remove('LICENSE-APACHE'), paths: ['LICENSE-APACHE'] },
  contributing: { gap: remove('CONTRIBUTING.md'), paths: ['CONTRIBUTING.md'] },
  'code-of-conduct': { gap: remove('CODE_OF_CONDUCT.md'), paths: ['CODE_OF_CONDUCT.md'] },
  'security-policy': { gap: add('SECURITY.md', 'Open an issue.\n'), paths: ['SECURITY.md'] },
  gitignore: { gap: edit('.gitignore', '/target/\n', ''), paths: ['.gitignore'] },
  'rust-toolchain': {
    gap: edit('rust-toolchain.toml', /channel = .*/, 'channel = "stable"'),
    paths: ['rust-toolchain.toml'],
  },
  'cargo-metadata': { gap: edit('Cargo.toml', /rust-version = .*\n/, ''), paths: ['Cargo.toml'] },
  'dependency-versions': {
    gap: both(
      edit('Cargo.toml', 'futures = "0.3"', 'futures = "*"'),
      add('Cargo.lock', '[[package]]\nname = "futures"\nversion = "0.3.31"\n'),
    ),
    paths: ['Cargo.toml'],
  },
  'bench-targets': { gap: edit('Cargo.toml', 'harness = false\n', ''), paths: ['Cargo.toml'] },
  'cim-yaml': { gap: remove('cim.yaml'), paths: ['cim.yaml'] },
  changelog: { gap: edit('CHANGELOG.md', /## \[1\.2\.0\][^]*?(?=## \[)/, ''), paths: ['CHANGELOG.md'] },
  'ci-cross-platform': {
    gap: edit(CI, '[ubuntu-latest, macos-latest, windows-latest]', '[ubuntu-latest, macos-latest]'),
    paths: [CI],
  },
  'ci-security-scan': {
    gap: edit(CI, 'rustsec/audit-check@v2', 'actions/setup-node@v4'),
    paths: ['.github/workflows/security.yml'],
  },
  'ci-license-check': {
    gap: edit(CI, 'check bans licenses sources', 'check bans sources'),
    paths: ['.github/workflows/licenses.yml'],
  },
  'ci-docs': {
    gap: edit(CI, 'cargo doc --no-deps --all-features', 'cargo build'),
    paths: ['.github/workflows/docs.yml'],
  },
  'release-automation': { gap: remove('.github/workflows/release.yml'), paths: ['.github/workflows/release.yml'] },
  'registry-notification': { gap: remove('.github/workflows/notify.yml'), paths: ['.github/cim.yml'] },
};

describe('each fix', () => {
  for (const [criterion, { gap, paths }] of Object.entries(GAPS)) {
    it(`${criterion}: closes the gap, changes no other criterion, and is not offered again`, () => {
      const texts = gap(READY_TEXTS);
      const fixed = plan(texts);
      expect(fixed.outcomes).toEqual([expect.objectContaining({ criterion, status: 'closes' })]);
      expect(fixed.outcomes.flatMap(each => ('turns' in each ? each.turns : []))).toEqual([
        { criterion, from: 'unmet', to: 'met' },
      ]);
      expect(fixed.files.map(({ path }) => path)).toEqual(expect.arrayContaining([...paths]));
      expect(plan(after(texts, fixed)).files).toEqual([]);
    });
  }

  it('has an example here, unless it is a draft or is tested below', () => {
    const named = new Set([...Object.keys(GAPS), 'ci-build-and-test', 'env-config', 'docker']);
    expect(
      FIXES.filter(({ isDraft }) => !isDraft).flatMap(({ criteria }) => criteria.filter(id => !named.has(id))),
    ).toEqual([]);
  });
});

describe('what only a person knows', () => {
  const declined = (gap: Edit, id: string) => plan(gap(READY_TEXTS), [id], {}).outcomes;

  it('is asked for, and never invented', () => {
    expect(declined(remove('CODE_OF_CONDUCT.md'), 'code-of-conduct')).toEqual([
      expect.objectContaining({ status: 'declined', asks: 'contact' }),
    ]);
    expect(declined(remove('cim.yaml'), 'cim-yaml')).toEqual([expect.objectContaining({ asks: 'type' })]);
  });

  it('is taken from the repository where it says it', () => {
    const [outcome] = declined(edit('rust-toolchain.toml', /channel = .*/, 'channel = "stable"'), 'rust-toolchain');
    expect(outcome).toMatchObject({ status: 'closes' });
  });
});

describe('a named gap without a fix', () => {
  it('says why: no fix, no gap, or a gap that needs a person', () => {
    const texts = edit('CONTRIBUTING.md', /^[^]*$/, 'Contributions are welcome!\n')(READY_TEXTS);
    expect(plan(texts, ['error-handling', 'contributing']).outcomes).toEqual([
      { criterion: 'error-handling', status: 'declined', reason: 'there is no gap', asks: null },
      { criterion: 'contributing', status: 'declined', reason: 'the file exists: complete it by hand', asks: null },
    ]);
  });
});

describe('a draft', () => {
  it('is offered only by name, and closes nothing', () => {
    const texts = remove('docs/decisions/')(READY_TEXTS);
    expect(plan(texts).outcomes).toEqual([]);
    const draft = plan(texts, ['adr']);
    expect(draft.outcomes).toEqual([expect.objectContaining({ criterion: 'adr', status: 'draft', turns: [] })]);
    expect(draft.files.map(({ path }) => path)).toEqual(['docs/decisions/template.md']);
  });
});

describe('a test job of one system', () => {
  const workflow = (job: string) =>
    add(CI, `on: push\njobs:\n  lint:\n    runs-on: ubuntu-latest\n    steps:\n      - run: cargo fmt --check\n${job}`);
  const closed = (job: string) => {
    const { files, outcomes } = plan(workflow(job)(READY_TEXTS), ['ci-cross-platform']);
    expect(outcomes).toMatchObject([{ status: 'closes' }]);
    return files.map(({ path, text }) => [path, text.slice(text.indexOf('  test:'))]);
  };

  it('runs on three', () => {
    const job = '  test: # the tests\n    runs-on: ubuntu-latest # a runner\n    steps:\n      - run: cargo test\n';
    expect(closed(job)).toEqual([
      [
        CI,
        '  test: # the tests\n    strategy:\n      fail-fast: false\n      matrix:\n        os: [ubuntu-latest, macos-latest, windows-latest]\n    runs-on: ${{ matrix.os }} # a runner\n    steps:\n      - run: cargo test\n',
      ],
    ]);
  });

  it('keeps the other dimensions of its matrix', () => {
    const job =
      '  test:\n    strategy:\n      matrix:\n        rust: [stable, beta]\n    runs-on: ubuntu-22.04\n    steps:\n      - run: cargo test\n';
    expect(closed(job)).toEqual([
      [
        CI,
        job
          .replace('rust:', 'os: [ubuntu-latest, macos-latest, windows-latest]\n        rust:')
          .replace('ubuntu-22.04', '${{ matrix.os }}'),
      ],
    ]);
  });

  it.each([
    [
      'installs packages of Linux',
      '    steps:\n      - run: sudo apt-get install protobuf-compiler\n      - run: cargo test\n',
    ],
    ['needs a server', '    services: { nats: { image: nats } }\n    steps:\n      - run: cargo test\n'],
    ['has an action that nobody knows', '    steps:\n      - uses: acme/setup@v1\n      - run: cargo test\n'],
  ])('that %s stays as it is, beside a new workflow', (_, steps) => {
    expect(closed(`  test:\n    runs-on: ubuntu-latest\n${steps}`).map(([path]) => path)).toEqual([
      '.github/workflows/test.yml',
    ]);
  });
});

describe('the first workflow of a repository', () => {
  it('is offered, although others are missing', () => {
    const texts = remove('.github/workflows/')(READY_TEXTS);
    expect(plan(texts, ['ci-docs']).outcomes).toMatchObject([{ criterion: 'ci-docs', status: 'closes' }]);
  });
});

describe('a container image', () => {
  it('is built from what is pinned, and by a workflow', () => {
    const texts = service('', {
      'Cargo.lock': 'version = 4\n',
      'rust-toolchain.toml': '[toolchain]\nchannel = "1.85.0"\n',
    });
    const fixed = plan(texts, ['docker']);
    expect(fixed.outcomes).toMatchObject([{ criterion: 'docker', status: 'closes' }]);
    expect(fixed.files.map(({ path }) => path)).toEqual(['.dockerignore', '.github/workflows/image.yml', 'Dockerfile']);
  });

  it('needs a version of Rust, which a fix before it may pin', () => {
    const texts = service('', { 'Cargo.lock': 'version = 4\n' });
    expect(plan(texts, ['docker'], {}).outcomes).toMatchObject([{ status: 'declined' }]);
    expect(plan(texts, ['docker', 'rust-toolchain']).outcomes).toMatchObject([
      { criterion: 'docker', status: 'closes' },
      { criterion: 'rust-toolchain', status: 'closes' },
    ]);
  });
});

describe('a changelog', () => {
  const without = (...versions: readonly string[]) =>
    versions.reduce<Texts>(
      (texts, version) =>
        edit('CHANGELOG.md', new RegExp(`## \\[${version.replaceAll('.', '\\.')}\\][^]*?(?=## \\[|$)`), '')(texts),
      READY_TEXTS,
    );

  it('gets missing entries in their order, the newest first', () => {
    const [file] = plan(without('1.2.0', '1.1.0'), ['changelog']).files;
    const versions = [...(file?.text ?? '').matchAll(/^## \[([\d.]+)\]/gm)].map(([, version]) => version);
    expect(versions).toEqual(versions.toSorted((a = '', b = '') => b.localeCompare(a)));
  });
});

describe('a README without some parts', () => {
  it('gets their outline as a draft', () => {
    const texts = add('README.md', '# cim-parcel\n\nFollows parcels.\n\n## Usage\n\nCall it.\n')(READY_TEXTS);
    const draft = plan(texts, ['readme']);
    expect(draft.outcomes).toMatchObject([{ criterion: 'readme', status: 'draft' }]);
    expect(draft.files[0]?.text).toMatch(
      /^# cim-parcel\n\nFollows parcels\.\n\n## Usage\n\nCall it\.\n\n## Documentation\n\n<!--/,
    );
  });
});

describe('edits of manifests', () => {
  it('keep every other byte, in the line ends of the file', () => {
    const texts = edit('Cargo.toml', /rust-version = .*\n/, '')(READY_TEXTS);
    const windows = { ...texts, 'Cargo.toml': (texts['Cargo.toml'] ?? '').replaceAll('\n', '\r\n') };
    const [file] = plan(windows, ['cargo-metadata']).files;
    expect(file?.text.replace(/rust-version = "[\d.]+"\r\n/, '')).toBe(windows['Cargo.toml']);
  });

  it('write the revision that Cargo.lock names for a dependency from Git', () => {
    const sha = 'c0ffee'.padEnd(40, '0');
    const texts = both(
      edit('Cargo.toml', 'futures = "0.3"', 'futures = { git = "https://example.org/futures" } # pinned below'),
      add(
        'Cargo.lock',
        `[[package]]\nname = "futures"\nversion = "0.3.31"\nsource = "git+https://example.org/futures#${sha}"\n`,
      ),
    )(READY_TEXTS);
    const [file] = plan(texts, ['dependency-versions']).files;
    expect(file?.text).toContain(
      `futures = { git = "https://example.org/futures", version = "0.3.31", rev = "${sha}" } # pinned below`,
    );
  });

  it('close a gap in part if the rest is not known, and say what remains', () => {
    const texts = edit('Cargo.toml', /rust-version = .*\n|keywords = .*\n/g, '')(READY_TEXTS);
    expect(plan(texts, ['cargo-metadata']).outcomes).toEqual([
      expect.objectContaining({ status: 'narrows', remains: 'Correct `keywords` by hand.' }),
    ]);
  });
});

describe('variables that the code reads', () => {
  it('are listed in .env.example', () => {
    const texts = service('let url = std::env::var("PARCEL_URL");', { '.env.example': '# The service\n' });
    const fixed = plan(texts, ['env-config']);
    expect(fixed.outcomes).toEqual([expect.objectContaining({ criterion: 'env-config', status: 'closes' })]);
    expect(fixed.files.map(({ path, text }) => [path, text])).toEqual([
      ['.env.example', '# The service\nPARCEL_URL=\n'],
    ]);
  });
});

describe('several gaps', () => {
  it('are fixed one after another, each on the result of those before it', () => {
    const texts = both(
      remove('.github/workflows/ci.yml'),
      remove('rust-toolchain.toml'),
      edit('Cargo.toml', /rust-version = .*\n/, ''),
    )(READY_TEXTS);
    const fixed = plan(texts);
    expect(fixed.outcomes.map(({ criterion, status }) => `${criterion} ${status}`)).toEqual(
      expect.arrayContaining(['ci-build-and-test closes', 'rust-toolchain closes', 'cargo-metadata closes']),
    );
    expect(fixed.outcomes.flatMap(each => ('turns' in each ? each.turns : []))).toContainEqual({
      criterion: 'ci-cross-platform',
      from: 'unmet',
      to: 'met',
    });
  });
});
