import { describe, expect, it } from '@jest/globals';
import { add, both, changedBy, edit, judge, remove, snapshot } from '../../support/snapshots.js';
import { of, withFiles } from './support.js';

describe('gitignore', () => {
  it('is met where no build output, credential, or ignored file is tracked', () => {
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

  it('sees build output that is left aside everywhere else', () => {
    const tracked = withFiles(({ entries }) => {
      const entry = entries.get('README.md');
      const path = 'target/debug/x.d';
      return { entries: entry ? new Map([...entries, [path, { ...entry, path, aside: 'vendored' }]]) : entries };
    });
    expect(judge('gitignore', tracked)).toMatchObject({ status: 'unmet', evidence: [{ path: 'target/debug/x.d' }] });
  });

  it('is changed alone by a rule', () => {
    expect(changedBy(edit('.gitignore', '/target/\n', ''))).toEqual({ gitignore: 'unmet' });
  });

  describe('false alarms', () => {
    it.each([
      ['target without slashes', edit('.gitignore', '/target/', 'target')],
      ['what is in target', edit('.gitignore', '/target/', '**/target/*')],
      ['a rule that is taken back', edit('.gitignore', '*.profraw', '*.md\n!*.md')],
      [
        'a rule that is taken back further down',
        both(
          edit('.gitignore', '*.profraw', '*.log'),
          add('logs/.gitignore', '!kept.log\n'),
          add('logs/kept.log', 'x'),
        ),
      ],
      ['a module called target', add('src/target/mod.rs', '//! A target.\n')],
      ['an example of an environment', add('.env.example', 'PORT=1\n')],
      ['a rule of another case', edit('.gitignore', '*.profraw', '/readme.md')],
    ])('is met with %s', (_, change) => {
      expect(of('gitignore', change).status).toBe('met');
    });
    it('asks for no lock where there is no binary', () => {
      const library = {
        'Cargo.toml': '[package]\nname = "x"\n',
        'src/lib.rs': '',
        '.gitignore': 'target\nCargo.lock\n',
      };
      expect(judge('gitignore', snapshot(library)).status).toBe('met');
    });
  });
});
