import { describe, expect, it } from '@jest/globals';
import { add, changedBy, edit, judge, snapshot } from '../../support/snapshots.js';
import { line, MANIFEST, of } from './support.js';

describe('cargo-metadata', () => {
  it('is met by a manifest that tells all', () => {
    expect(of('cargo-metadata').status).toBe('met');
  });

  it.each([
    ['a description', edit(MANIFEST, /description = .*\n/, ''), { line: 1, message: /`description`/ }],
    ['a licence', edit(MANIFEST, /license = .*\n/, ''), { line: 1, message: /`license`/ }],
    ['a repository', edit(MANIFEST, /repository = .*\n/, ''), { line: 1, message: /`repository`/ }],
    ['keywords', edit(MANIFEST, /keywords = .*\n/, ''), { line: 1, message: /`keywords`/ }],
    ['categories', edit(MANIFEST, /categories = .*\n/, ''), { line: 1, message: /`categories`/ }],
    ['a rust-version', edit(MANIFEST, /rust-version = .*\n/, ''), { line: 1, message: /`rust-version`/ }],
    [
      'the right repository',
      edit(MANIFEST, 'github.com/cim/cim-parcel', 'github.com/cim/cim-order'),
      { line: line('repository'), message: /set it to https:\/\/github\.com\/cim\/cim-parcel/ },
    ],
    [
      'few keywords',
      edit(MANIFEST, '["cim", "parcel", "events"]', '["a", "b", "c", "d", "e", "f"]'),
      { line: line('keywords'), message: /6 keywords/ },
    ],
    [
      'a real category',
      edit(MANIFEST, '"data-structures"', '"data-structure"'),
      { line: line('categories'), message: /did you mean `data-structures`\?/ },
    ],
    [
      'a readme that is there',
      edit(MANIFEST, 'readme = "README.md"', 'readme = "docs/CRATE.md"'),
      { line: line('readme'), message: /does not exist/ },
    ],
  ])('is unmet without %s', (_, change, { line, message }) => {
    const found = of('cargo-metadata', change);
    expect(found).toMatchObject({ status: 'unmet', evidence: [{ path: MANIFEST, line }] });
    expect(found.evidence[0]?.message).toMatch(message);
  });

  it('follows what a member inherits, to the line of the workspace', () => {
    const workspace = {
      'Cargo.toml':
        '[workspace]\nmembers = ["parcel"]\n\n[workspace.package]\nkeywords = ["a", "b", "c", "d", "e", "f"]\n',
      'parcel/Cargo.toml': '[package]\nname = "parcel"\nkeywords.workspace = true\n',
    };
    expect(judge('cargo-metadata', snapshot(workspace)).evidence).toContainEqual(
      expect.objectContaining({ path: 'Cargo.toml', line: 5 }),
    );
  });

  it('is changed alone by a field too few', () => {
    expect(changedBy(edit(MANIFEST, /rust-version = .*\n/, ''))).toEqual({ 'cargo-metadata': 'unmet' });
  });

  it('does not apply without a crate, and is unknown where the manifest is no TOML', () => {
    expect(judge('cargo-metadata', snapshot({ 'flake.nix': '{ }' })).status).toBe('not-applicable');
    expect(of('cargo-metadata', add(MANIFEST, '[package\n')).status).toBe('unknown');
  });

  describe('false alarms', () => {
    it.each([
      [
        'a repository in another case, with a path',
        edit(MANIFEST, 'github.com/cim/cim-parcel', 'github.com/CIM/Cim-Parcel/tree/main'),
      ],
      [
        'a repository as Git has it',
        edit(MANIFEST, 'https://github.com/cim/cim-parcel', 'git@github.com:cim/cim-parcel.git'),
      ],
      ['a category below another', edit(MANIFEST, '"data-structures"', '"science::bioinformatics::genomics"')],
      ['a readme that Cargo finds', edit(MANIFEST, 'readme = "README.md"\n', '')],
      ['a license in a file', edit(MANIFEST, 'license = "MIT OR Apache-2.0"', 'license-file = "LICENSE-MIT"')],
    ])('is met with %s', (_, change) => {
      expect(of('cargo-metadata', change).status).toBe('met');
    });
  });
});
