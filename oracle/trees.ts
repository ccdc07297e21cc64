/** Generated trees of files with odd names, and files of rules in them. */
import fc from 'fast-check';

/** Paths, each with whether it is a folder, and files of rules by path. */
export interface Tree {
  readonly paths: ReadonlyMap<string, 'file' | 'folder'>;
  readonly rules: ReadonlyMap<string, string>;
}

const NAME = fc.constantFrom(
  'a',
  'b',
  'ab',
  'abc',
  'A',
  '.a',
  'a.b',
  'a b',
  'a ',
  ' a',
  '#a',
  '!a',
  '[a]',
  'a]',
  'a-',
  '^',
  'a\\',
  '\\a',
  'é',
  'a*',
  '**',
  '?',
  '"a"',
  '1',
  'a\t',
  'target',
);

/** A tree with a file of that name in its root or in any of its folders. */
export function trees(name: string, rules: fc.Arbitrary<string>): fc.Arbitrary<Tree> {
  const path = fc.array(NAME, { minLength: 1, maxLength: 4 });
  return fc
    .record({
      files: fc.array(path, { minLength: 1, maxLength: 6 }),
      folders: fc.array(path, { maxLength: 2 }),
      root: rules,
      nested: fc.array(fc.tuple(fc.nat(), rules), { maxLength: 2 }),
    })
    .map(({ files, folders, root, nested }) => {
      const paths = new Map<string, 'file' | 'folder'>();
      for (const parts of files) addTo(paths, parts, 'file');
      for (const parts of folders) addTo(paths, parts, 'folder');
      const places = [...paths].filter(([, kind]) => kind === 'folder').map(([folder]) => folder);
      const texts = new Map([[name, root]]);
      for (const [place, text] of places.length > 0 ? nested : [])
        texts.set(`${places[place % places.length] ?? ''}/${name}`, text);
      return { paths, rules: texts };
    });
}

/** What is a file stays one, and what is below it is left out. */
function addTo(paths: Map<string, 'file' | 'folder'>, parts: readonly string[], kind: 'file' | 'folder'): void {
  for (let length = 1; length <= parts.length; length += 1) {
    const path = parts.slice(0, length).join('/');
    const known = paths.get(path);
    if (known === 'file') return;
    if (!known) paths.set(path, length < parts.length ? 'folder' : kind);
  }
}

/** A pattern of Git: names, wildcards, classes and escapes, joined by slashes. */
export const pattern: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom('a', 'b', 'ab', 'A', '.', 'é', '-', ']', '^', '1', 'target') },
      { weight: 4, arbitrary: fc.constantFrom('/', '/', '*', '**', '**/', '/**', '?') },
      {
        weight: 2,
        arbitrary: fc.constantFrom('[ab]', '[!a]', '[^a]', '[a-c]', '[]a]', '[!]a]', '[a-]', '[[:alpha:]]'),
      },
      {
        weight: 1,
        arbitrary: fc.constantFrom('[', '[a', '[]', '[\\]]', '[b-a]', '[/]', '[!b]', '[[:digit:]x]', '[[:nope:]]'),
      },
      { weight: 1, arbitrary: fc.constantFrom('\\', '\\\\', '\\a', '\\*', '\\#', '\\!', '\\ ', '\\[', '#', '!', '"') },
      { weight: 1, arbitrary: fc.constantFrom(' ', '\t', '\r') },
    ),
    { maxLength: 5 },
  )
  .map(pieces => pieces.join(''))
  .filter(text => !isMisread(text));

/**
 * Whether a pattern has `**` after a name that contains no wildcard, as in `a**\/b`. There `**` means `*`, but older versions of Git compare the
 * name first, and then take `**` for the beginning of the pattern.
 */
export function isMisread(text: string): boolean {
  return /^[^*?[\\]*[^*?[\\/]\*\*/.test(text);
}

/** The tree in words, with its odd characters escaped. */
export function showTree({ paths, rules }: Tree): string {
  const lines = [...rules].flatMap(([path, text]) => [`${JSON.stringify(path)} contains`, `  ${JSON.stringify(text)}`]);
  return [...lines, ...[...paths].map(([path, kind]) => `${kind} ${JSON.stringify(path)}`)].join('\n');
}

/** The files to write for a tree below a folder. */
export function* filesOf({ paths, rules }: Tree, below: string): Generator<readonly [path: string, text: string]> {
  for (const [path, kind] of paths) yield [`${below}/${path}${kind === 'folder' ? '/' : ''}`, ''];
  for (const [path, text] of rules) yield [`${below}/${path}`, text];
}
