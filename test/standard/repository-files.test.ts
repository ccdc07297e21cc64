import { describe, expect, it } from '@jest/globals';
import type { Files } from '../../src/snapshot/files.js';
import { read } from '../../src/snapshot/reading.js';
import {
  add,
  both,
  changedBy,
  type Edit,
  edit,
  files,
  judge,
  READY_TEXTS,
  remove,
  snapshot,
  withoutText,
  type Texts,
} from '../support/snapshots.js';

const of = (id: string, change: Edit = texts => texts, parts: Parameters<typeof snapshot>[1] = {}) =>
  judge(id, snapshot(change(READY_TEXTS), parts));
const organisation = (texts: Texts) => ({ organisation: { files: new Map(Object.entries(texts)) } });
const MIT = READY_TEXTS['LICENSE-MIT'] ?? '';
const APACHE = READY_TEXTS['LICENSE-APACHE'] ?? '';

/** Replaces the files by an edit of their entries: for what no text can show. */
function withFiles(change: (files: Files) => Files) {
  const whole = snapshot(READY_TEXTS);
  return { ...whole, parts: { ...whole.parts, files: read(change(files(READY_TEXTS))) } };
}

describe('license', () => {
  const only = (name: string, text: string) => both(remove('LICENSE-MIT'), remove('LICENSE-APACHE'), add(name, text));
  const declares = (expression: string) => edit('Cargo.toml', 'MIT OR Apache-2.0', expression);

  it('is met by both texts of a dual licence', () => {
    expect(of('license')).toMatchObject({
      status: 'met',
      evidence: [{ path: 'LICENSE-APACHE' }, { path: 'LICENSE-MIT' }],
    });
  });

  it.each([
    ['no file', both(remove('LICENSE-MIT'), remove('LICENSE-APACHE')), [{ message: /add `LICENSE-APACHE`/ }]],
    ['one text of a dual licence', remove('LICENSE-APACHE'), [{ path: 'Cargo.toml', line: 7 }]],
    ['an expression that says another', declares('GPL-3.0-only'), [{ path: 'Cargo.toml', line: 7 }]],
    ['an expression that is none', declares('Apache 2'), [{ path: 'Cargo.toml', line: 7 }]],
    [
      'a notice',
      only('LICENSE', 'Licensed under the MIT License; see https://opensource.org/license/mit.\n'),
      [{ path: 'LICENSE' }],
    ],
    ['a licence that is cut', only('LICENSE', MIT.slice(0, MIT.length / 2)), [{ path: 'LICENSE' }]],
  ])('is unmet with %s', (_, change, evidence) => {
    const found = of('license', change);
    expect(found.status).toBe('unmet');
    for (const [index, { message, ...place }] of evidence.map(each => ({ message: /./, ...each })).entries()) {
      expect(found.evidence[index]).toMatchObject(place);
      expect(found.evidence[index]?.message).toMatch(message);
    }
  });

  it.each([
    [
      'LICENSE.md, as Markdown',
      both(only('LICENSE.md', `# MIT\n\n${MIT.replace('MIT License', '')}`), declares('MIT')),
    ],
    ['LICENCE, wrapped otherwise', both(only('LICENCE', MIT.replace(/(\S)\n(?=\S)/g, '$1 ')), declares('MIT'))],
    ['COPYING, without a title', both(only('COPYING', MIT.split('\n').slice(4).join('\n')), declares('MIT'))],
    [
      'many holders',
      both(
        only('LICENSE', MIT.replace(/Copyright.*/, 'Copyright (c) 2001 A\nCopyright (c) 2002-2026 B\n')),
        declares('MIT'),
      ),
    ],
    [
      'Apache’s text without its appendix',
      both(only('LICENSE', APACHE.slice(0, APACHE.indexOf('APPENDIX'))), declares('Apache-2.0')),
    ],
    ['both in one file', only('LICENSE', `${MIT}\n\n${APACHE}`)],
    ['the form of REUSE', both(only('LICENSES/MIT.txt', MIT), add('LICENSES/Apache-2.0.txt', APACHE))],
    ['Cargo’s old slash', declares('MIT/Apache-2.0')],
    [
      'a third licence besides',
      both(declares('Unlicense OR MIT'), remove('LICENSE-APACHE'), add('UNLICENSE', 'public domain\n')),
    ],
    ['no expression', edit('Cargo.toml', /license = .*\n/, '')],
  ])('is met with %s', (_, change) => {
    expect(of('license', change).status).toBe('met');
  });

  it('follows a link', () => {
    const linked = withFiles(({ entries }) => {
      const all = new Map(entries);
      const entry = all.get('LICENSE-MIT');
      if (entry) {
        all.set('docs/MIT', { ...entry, path: 'docs/MIT' });
        all.set('LICENSE-MIT', { ...entry, mode: 'symlink', text: read('docs/MIT') });
      }
      return { entries: all };
    });
    expect(judge('license', linked).status).toBe('met');
  });

  it('is unknown where the only file was not read', () => {
    const unreadable = withFiles(({ entries }) => {
      const all = new Map(entries);
      for (const name of ['LICENSE-MIT', 'LICENSE-APACHE']) {
        const entry = all.get(name);
        if (entry) all.set(name, { ...entry, text: { read: false, reason: 'it is missing' } });
      }
      return { entries: all };
    });
    expect(judge('license', unreadable).status).toBe('unknown');
  });

  it('is changed alone by a text that is missing', () => {
    expect(changedBy(remove('LICENSE-APACHE'))).toEqual({ license: 'unmet' });
  });
});

describe.each([
  ['contributing', 'CONTRIBUTING.md', 'Run `cargo test`.\n'],
  ['code-of-conduct', 'CODE_OF_CONDUCT.md', 'Be kind.\n'],
  ['security-policy', 'SECURITY.md', 'Open an issue when you find a vulnerability.\n'],
])('%s', (id, name, empty) => {
  const text = READY_TEXTS[name] ?? '';

  it('is met by a file at the root, in .github or docs, in any case and with either dash', () => {
    expect(of(id)).toMatchObject({ status: 'met', evidence: [{ path: name }] });
    for (const other of [
      `.github/${name.toLowerCase()}`,
      `docs/${name}`,
      name.replaceAll('_', '-').replace('.md', '.txt'),
      name.replace('.md', ''),
    ])
      expect(of(id, both(remove(name), add(other, text))).status).toBe('met');
  });

  it('is unmet by one that says too little', () => {
    expect(of(id, add(name, empty))).toMatchObject({ status: 'unmet', evidence: [{ path: name, line: 1 }] });
    expect(changedBy(add(name, empty))).toEqual({ [id]: 'unmet' });
  });

  it('is unknown where it is absent and the organisation was not read', () => {
    expect(of(id, remove(name)).status).toBe('unknown');
  });

  it('is decided by the organisation’s where it is absent', () => {
    expect(of(id, remove(name), organisation({ [name]: text })).status).toBe('met');
    expect(of(id, remove(name), organisation({ [name]: empty })).status).toBe('unmet');
    expect(of(id, remove(name), organisation({}))).toMatchObject({ status: 'unmet' });
  });
});

describe('a file that was not read', () => {
  it.each([
    ['license', 'LICENSE-MIT'],
    ['license', 'LICENSE-APACHE'],
    ['gitignore', '.gitignore'],
    ['examples', 'examples/deliver.rs'],
  ])('makes %s unknown, not unmet: %s', (id, path) => {
    expect(judge(id, withoutText(snapshot(READY_TEXTS), path))).toMatchObject({ status: 'unknown' });
  });
});

describe('contributing', () => {
  it.each([
    ['how to submit a change', 'Run `cargo test`.\n', 1],
    ['how to build or test', 'Open a pull request.\n', 1],
    ['either', 'Hello!\n', 2],
  ])('is unmet where it does not say %s', (_, text, count) => {
    expect(of('contributing', add('CONTRIBUTING.md', text)).evidence).toHaveLength(count);
  });

  it.each([
    'Please make sure that your change is small. Good tests are welcome.',
    'Just open a pull request.',
    'make it small, please',
    'Tests and builds run in CI.',
    '- make a fork\n- just send a patch',
    'Format with `cargo fmt`.',
  ])('takes the English of %j for no command', text => {
    const said = of('contributing', add('CONTRIBUTING.md', `# Contributing\n\n${text}\n\nOpen a pull request.\n`));
    expect(said.evidence.map(({ message }) => message)).toEqual(['it does not say how to build or test']);
  });

  it.each([
    'Run `make test` first.',
    'Run `just`.',
    '```sh\n$ git clone x\n$ cd x && RUST_LOG=info cargo +nightly test --all\n```',
    '    make check\n',
    'First:\n\nmake test\n',
    '- `nix develop -c cargo build`',
    'Run `./scripts/test.sh`, and look.',
    '<code>npm run test</code>',
    'Run cargo test before.',
  ])('reads the command in %j', text => {
    expect(
      of('contributing', add('CONTRIBUTING.md', `# Contributing\n\n${text}\n\nOpen a pull request.\n`)).status,
    ).toBe('met');
  });

  it('reads a text that is no Markdown by its lines', () => {
    const text = (line: string) =>
      of('contributing', both(remove('CONTRIBUTING.md'), add('CONTRIBUTING.txt', `Open a pull request.\n\n${line}\n`)));
    expect(text('  make test').status).toBe('met');
    expect(text('Please make tests.').status).toBe('unmet');
  });

  it('reads on in a document that it links to', () => {
    const pointer = both(
      add('CONTRIBUTING.md', 'See [the guide](docs/guide.md).\n'),
      add('docs/guide.md', 'Run `cargo test` and open a pull request.\n'),
    );
    expect(of('contributing', pointer).status).toBe('met');
  });
});

describe('a private channel', () => {
  it.each([
    'To report a vulnerability, please contact [Ada Byron](https://ada.example.org/) via email.',
    'Report it at https://github.com/cim/cim-parcel/security/advisories/new.',
  ])('is told: %s', text => {
    expect(of('security-policy', add('SECURITY.md', text)).status).toBe('met');
  });

  it('is no page alone', () => {
    const text = 'To report a vulnerability, ask [Ada Byron](https://ada.example.org/).';
    expect(of('security-policy', add('SECURITY.md', text)).status).toBe('unmet');
  });
});

describe('gitignore', () => {
  it('is met where nothing is tracked that should not be', () => {
    expect(of('gitignore').status).toBe('met');
  });

  it.each([
    ['target/ is not ignored', edit('.gitignore', '/target/\n', ''), { path: '.gitignore' }],
    ['there is no .gitignore', remove('.gitignore'), { message: /add one/ }],
    [
      'something tracked is ignored',
      edit('.gitignore', '*.profraw', '*.profraw\n/CHANGELOG.md'),
      { path: 'CHANGELOG.md' },
    ],
    ['build output is tracked', add('target/debug/cim-parcel.d', 'x'), { path: 'target/debug/cim-parcel.d' }],
    ['a backup of rustfmt is tracked', add('src/lib.rs.bk', 'x'), { path: 'src/lib.rs.bk' }],
    ['an environment is tracked', add('.env', 'PORT=1\n'), { path: '.env' }],
    ['a profile is tracked', add('default.profdata', 'x'), { path: 'default.profdata' }],
    ['the binary’s lock is missing', remove('Cargo.lock'), { message: /Cargo.lock/ }],
    [
      'the binary’s lock is ignored',
      both(remove('Cargo.lock'), edit('.gitignore', '.env', '.env\nCargo.lock')),
      { path: '.gitignore' },
    ],
    [
      'the lock is of another version',
      edit('Cargo.lock', 'version = "1.2.0"', 'version = "1.1.0"'),
      { path: 'Cargo.lock' },
    ],
  ])('is unmet where %s', (_, change, expected) => {
    const found = of('gitignore', change);
    const { message, ...place } = { message: /./, ...expected };
    expect(found).toMatchObject({ status: 'unmet', evidence: [place] });
    expect(found.evidence).toHaveLength(1);
    expect(found.evidence[0]?.message).toMatch(message);
  });

  it.each([
    ['target without slashes', edit('.gitignore', '/target/', 'target')],
    ['what is in target', edit('.gitignore', '/target/', '**/target/*')],
    ['a rule that is taken back', edit('.gitignore', '*.profraw', '*.md\n!*.md')],
    [
      'a rule that is taken back further down',
      both(edit('.gitignore', '*.profraw', '*.log'), add('logs/.gitignore', '!kept.log\n'), add('logs/kept.log', 'x')),
    ],
    ['a module called target', add('src/target/mod.rs', '//! A target.\n')],
    ['an example of an environment', add('.env.example', 'PORT=1\n')],
    ['a rule of another case', edit('.gitignore', '*.profraw', '/readme.md')],
  ])('is met with %s', (_, change) => {
    expect(of('gitignore', change).status).toBe('met');
  });

  it('sees build output that is left aside everywhere else', () => {
    const tracked = withFiles(({ entries }) => {
      const entry = entries.get('README.md');
      const path = 'target/debug/x.d';
      return { entries: entry ? new Map([...entries, [path, { ...entry, path, aside: 'vendored' }]]) : entries };
    });
    expect(judge('gitignore', tracked)).toMatchObject({ status: 'unmet', evidence: [{ path: 'target/debug/x.d' }] });
  });

  it('asks for no lock where there is no binary', () => {
    const library = { 'Cargo.toml': '[package]\nname = "x"\n', 'src/lib.rs': '', '.gitignore': 'target\nCargo.lock\n' };
    expect(judge('gitignore', snapshot(library)).status).toBe('met');
  });

  it('is changed alone by a rule', () => {
    expect(changedBy(edit('.gitignore', '/target/\n', ''))).toEqual({ gitignore: 'unmet' });
  });
});

describe('rust-toolchain', () => {
  const channel = (text: string) => edit('rust-toolchain.toml', '1.79.0', text);

  it.each(['1.79', '1.79.0', 'nightly-2026-01-31', 'beta-2026-01-31', '1.79.0-x86_64-unknown-linux-gnu'])(
    'is met by %s',
    text => {
      expect(of('rust-toolchain', channel(text)).status).toBe('met');
    },
  );

  it.each(['stable', 'nightly', 'beta', 'stable-x86_64-unknown-linux-gnu', '1'])('is unmet by %s', text => {
    expect(of('rust-toolchain', channel(text))).toMatchObject({
      status: 'unmet',
      evidence: [{ path: 'rust-toolchain.toml', line: 2 }],
    });
  });

  it('reads the file of old, with the channel alone or as TOML', () => {
    const old = (text: string) =>
      of('rust-toolchain', both(remove('rust-toolchain.toml'), add('rust-toolchain', text)));
    expect(old('1.79.0\n').status).toBe('met');
    expect(old('[toolchain]\nchannel = "1.79.0"\n').status).toBe('met');
    expect(old('stable\n').status).toBe('unmet');
  });

  it('is unmet without a file, without a channel, and by what is no TOML', () => {
    expect(of('rust-toolchain', remove('rust-toolchain.toml')).status).toBe('unmet');
    // rustup reads the one without an extension.
    expect(of('rust-toolchain', add('rust-toolchain', 'nightly\n')).status).toBe('unmet');
    expect(of('rust-toolchain', both(channel('stable'), add('rust-toolchain', '1.79.0\n'))).status).toBe('met');
    expect(of('rust-toolchain', edit('rust-toolchain.toml', /channel = .*\n/, '')).status).toBe('unmet');
    expect(of('rust-toolchain', add('rust-toolchain.toml', '[toolchain\n')).status).toBe('unmet');
    expect(changedBy(channel('stable'))).toEqual({ 'rust-toolchain': 'unmet' });
  });
});
