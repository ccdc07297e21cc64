/** What `git check-attr` says of generated trees with `.gitattributes` files. */
import fc from 'fast-check';
import { readAttributes } from '../src/formats/gitattributes.js';
import { inFolder, writeFiles } from './folders.js';
import { GIT, git, initialize } from './git.js';
import { compare, type Oracle } from './oracle.js';
import { filesOf, isMisread, pattern, showTree, type Tree, trees } from './trees.js';

const MARKS = ['linguist-vendored', 'linguist-generated'];

const attribute = fc
  .tuple(
    fc.constantFrom('', '', '', '-', '!'),
    fc.constantFrom(...MARKS, ...MARKS, ...MARKS, 'made', 'theirs', 'text', '.x', 'a+b', ''),
    fc.constantFrom('', '', '', '', '=true', '=false', '=', '=a=b'),
  )
  .map(parts => parts.join(''));

const attributes = fc
  .tuple(fc.array(attribute, { maxLength: 3 }), fc.constantFrom(' ', ' ', '\t', '  '))
  .map(([all, blank]) => all.map(each => blank + each).join(''));

/** A pattern between quotes, with the escapes of C. */
const quoted = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: pattern.map(text => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')) },
      { weight: 1, arbitrary: fc.constantFrom('\\141', '\\303\\251', '\\t', '\\"', '\\\\', '\\x', '\\40', '\\"') },
    ),
    { maxLength: 2 },
  )
  .filter(pieces => !isMisread(pieces.join('').replaceAll('\\', '')))
  .chain(pieces => fc.constantFrom(`"${pieces.join('')}"`, `"${pieces.join('')}`));

const line = fc
  .tuple(
    fc.constantFrom('', '', '', '', ' ', '\t', '#', '!', '/'),
    fc.oneof(
      { weight: 6, arbitrary: pattern },
      { weight: 2, arbitrary: quoted },
      {
        weight: 2,
        arbitrary: fc.constantFrom('*', '[attr]made', '[attr]theirs', '[attr]', '[attr] made', '"[attr]made"'),
      },
    ),
    attributes,
    fc.constantFrom('', '', '', ' ', '\r'),
  )
  .map(parts => parts.join(''));

const rules = fc
  .tuple(
    fc.constantFrom('', '', '', '', '\uFEFF'),
    fc.array(line, { minLength: 1, maxLength: 5 }),
    fc.constantFrom('\n', '\n', '\r\n'),
  )
  .map(([mark, lines, end]) => mark + lines.join(end));

export const markedFiles: Oracle = {
  name: 'marked-files',
  judges: '`readAttributes` in src/formats/gitattributes.ts: which files are marked as vendored or generated',
  tool: GIT,
  check: compare({ inputs: trees('.gitattributes', rules), show: showTree, ours, theirs }),
};

function ours({ paths, rules: texts }: Tree): string {
  // A collector decodes texts, which takes the byte order mark off.
  const marks = readAttributes(new Map([...texts].map(([path, text]) => [path, text.replace(/^\uFEFF/, '')])), MARKS);
  return listed(filesIn(paths).map(path => [path, MARKS.map(mark => marks(path).get(mark))]));
}

/**
 * One repository for each tree, because only the `.gitattributes` at its root defines macros. Linguist takes each value but `false` for set:
 * https://github.com/github-linguist/linguist/blob/main/docs/overrides.md
 */
async function theirs(inputs: readonly Tree[]): Promise<string[]> {
  return inFolder(async folder => {
    const answers: string[] = [];
    await initialize(folder);
    for (const [index, tree] of inputs.entries()) {
      writeFiles(folder, filesOf(tree, String(index)));
      const asked = filesIn(tree.paths);
      const place = ['--git-dir', folder + '/.git', '--work-tree', `${folder}/${index}`];
      const answer = await git(`${folder}/${index}`, [...place, 'check-attr', '-z', '--stdin', ...MARKS], {
        input: asked.map(path => `${path}\0`).join(''),
      });
      const fields = answer.split('\0');
      const states = asked.map((path, at) => {
        const values = MARKS.map((_, mark) => fields[(at * MARKS.length + mark) * 3 + 2] ?? '');
        return [
          path,
          values.map(value => (value === 'unspecified' ? undefined : !/^(?:unset|false)$/.test(value))),
        ] as const;
      });
      answers.push(listed(states));
    }
    return answers;
  });
}

function filesIn(paths: Tree['paths']): string[] {
  return [...paths].filter(([, kind]) => kind === 'file').map(([path]) => path);
}

function listed(states: readonly (readonly [path: string, states: readonly (boolean | undefined)[]])[]): string {
  return states
    .map(
      ([path, values]) =>
        `${JSON.stringify(path)}: ${MARKS.map((mark, at) => `${mark} ${values[at] ?? 'unspecified'}`).join(', ')}`,
    )
    .join('; ');
}
