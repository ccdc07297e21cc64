/** Generated targets: files where Cargo discovers them, and tables that declare them. */
import fc from 'fast-check';

export interface Targets {
  /** Keys of `[package]`. */
  readonly flags: string;
  readonly tables: string;
  readonly files: readonly string[];
}

const KINDS = [
  { key: 'bin', folder: 'src/bin', flag: 'autobins' },
  { key: 'example', folder: 'examples', flag: 'autoexamples' },
  { key: 'test', folder: 'tests', flag: 'autotests' },
  { key: 'bench', folder: 'benches', flag: 'autobenches' },
] as const;

type Kind = (typeof KINDS)[number];

export function targetFiles(name: string, edition: string): fc.Arbitrary<Targets> {
  return fc
    .tuple(library(name, edition), fc.subarray(['src/main.rs']), ...KINDS.map(kind => several(kind, name, edition)))
    .map(([lib, main, ...kinds]) => ({
      flags: [lib.flags, ...kinds.map(({ flags }) => flags)].join(''),
      tables: [lib.tables, ...kinds.map(({ tables }) => tables)].join(''),
      files: [...lib.files, ...main, ...kinds.flatMap(({ files }) => files)],
    }));
}

/** Mostly with a library, because Cargo refuses a package without targets. */
function library(name: string, edition: string): fc.Arbitrary<Targets> {
  return fc
    .record({
      file: fc.constantFrom('src/lib.rs', 'src/lib.rs', 'src/lib.rs', undefined),
      declared: fc.constantFrom(
        undefined,
        undefined,
        '',
        'name = "other"\n',
        'path = "src/library.rs"\n',
        'proc-macro = true\n',
        'crate-type = ["cdylib", "rlib"]\n',
        'crate-type = ["proc-macro"]\n',
        'harness = false\n',
      ),
      auto: fc.constantFrom('', '', '', '', 'autolib = false\n', 'autolib = true\n'),
    })
    .map(({ file, declared, auto }) => {
      const path = declared?.includes('path') ? 'src/library.rs' : 'src/lib.rs';
      const old =
        edition === '2015' && declared === '' && file === undefined ? [`src/${name.replaceAll('-', '_')}.rs`] : [];
      const needed = declared === undefined || old.length > 0 ? old : [path];
      return {
        flags: auto,
        tables: declared === undefined ? '' : `[lib]\n${declared}`,
        files: [...new Set([...(file ? [file] : []), ...needed])],
      };
    });
}

function several({ key, folder, flag }: Kind, name: string, edition: string): fc.Arbitrary<Targets> {
  const places = ['x.rs', 'y/main.rs', `${name}.rs`, 'z-w.rs', 'common/mod.rs', 'read.md', 'deep/er/main.rs', '.h.rs'];
  const files = fc.subarray(
    places.map(place => `${folder}/${place}`),
    { maxLength: 4 },
  );
  const declaration = fc.record({
    name: fc.constantFrom('x', 'y', name, 'extra'),
    path: fc.constantFrom(
      undefined,
      undefined,
      `${folder}/x.rs`,
      'other/place.rs',
      `${folder}/common/mod.rs`,
      'src/main.rs',
    ),
    old: fc.nat(2),
    more: fc.constantFrom('', '', 'harness = false\n', 'required-features = ["std"]\n', 'test = false\n'),
  });
  return fc
    .record({
      files: fc.oneof({ weight: 1, arbitrary: fc.constant<string[]>([]) }, { weight: 2, arbitrary: files }),
      declared: fc.uniqueArray(declaration, { selector: each => each.name, maxLength: 2, size: '-1' }),
      auto: fc.constantFrom('', '', '', `${flag} = false\n`, `${flag} = true\n`),
    })
    .map(({ files: found, declared, auto }) => {
      const roots = declared.map(each => each.path ?? placeOf(each, found));
      return {
        flags: auto,
        tables: declared
          .map(each => `[[${key}]]\nname = "${each.name}"\n${each.path ? `path = "${each.path}"\n` : ''}${each.more}`)
          .join(''),
        files: [...new Set([...found, ...roots])],
      };
    });

  /** The file of a target without a path, which Cargo requires to exist. */
  function placeOf({ name: own, old }: { name: string; old: number }, found: readonly string[]): string {
    if (key === 'bin' && edition === '2015' && old > 0) return old === 1 ? `src/${own}.rs` : 'src/main.rs';
    const inside = `${folder}/${own}/main.rs`;
    return found.includes(inside) ? inside : `${folder}/${own}.rs`;
  }
}
