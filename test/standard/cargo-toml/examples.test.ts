import { describe, expect, it } from '@jest/globals';
import { add, both, changedBy, edit, judge, remove, snapshot } from '../../support/snapshots.js';
import { MANIFEST, of } from './support.js';

describe('examples', () => {
  it('is met by an example', () => {
    expect(of('examples')).toMatchObject({ status: 'met', evidence: [{ path: 'examples/deliver.rs' }] });
  });

  it('is unmet without one, and by an empty one', () => {
    expect(of('examples', remove('examples/')).status).toBe('unmet');
    expect(of('examples', add('examples/deliver.rs', '// later\n'))).toMatchObject({
      status: 'unmet',
      evidence: [{ path: 'examples/deliver.rs' }],
    });
    expect(changedBy(remove('examples/'))).toEqual({ examples: 'unmet' });
  });

  it('is met by a member that is an example, though it does not say that nobody publishes it', () => {
    const change = both(
      remove('examples/'),
      edit(MANIFEST, '[package]', '[workspace]\nmembers = ["examples/todo"]\n\n[package]'),
      add('examples/todo/Cargo.toml', '[package]\nname = "todo"\n[dependencies]\ncim-parcel = { path = "../.." }\n'),
      add('examples/todo/src/main.rs', 'fn main() {\n    println!("{:?}", cim_parcel::Parcel::default());\n}\n'),
    );
    expect(of('examples', change).status).toBe('met');
  });

  it('counts the tests of a member that is an example', () => {
    const member = (code: string) =>
      both(
        remove('examples/'),
        edit(MANIFEST, '[package]', '[workspace]\nmembers = ["examples/bell"]\n\n[package]'),
        add('examples/bell/Cargo.toml', '[package]\nname = "bell"\n[dependencies]\ncim-parcel = { path = "../.." }\n'),
        add('examples/bell/src/lib.rs', '//! A bell.\n'),
        add('examples/bell/tests/bell.rs', code),
      );
    expect(of('examples', member('#[test]\nfn rings() {\n    assert!(cim_parcel::rings());\n}\n')).status).toBe('met');
    expect(of('examples', member('')).status).toBe('unmet');
  });

  it('does not apply without a library', () => {
    expect(
      judge('examples', snapshot({ 'Cargo.toml': '[package]\nname = "x"\n', 'src/main.rs': 'fn main() {}' })).status,
    ).toBe('not-applicable');
  });

  describe('false alarms', () => {
    it.each([
      ['a member that is a demo', 'parcel-demo', '[workspace]\nmembers = ["parcel-demo"]\n\n[package]'],
      ['a workspace of examples', 'examples/all', '[workspace]\nexclude = ["examples"]\n\n[package]'],
    ])('is met by %s', (_, folder, head) => {
      const change = both(
        remove('examples/'),
        edit(MANIFEST, '[package]', head),
        add(
          `${folder}/Cargo.toml`,
          '[package]\nname = "parcel-demo"\npublish = false\n[dependencies]\ncim-parcel = { path = "..", version = "1" }\n',
        ),
        add(`${folder}/src/main.rs`, 'fn main() {\n    println!("{:?}", cim_parcel::Parcel::default());\n}\n'),
      );
      expect(of('examples', change).status).toBe('met');
    });
  });
});
