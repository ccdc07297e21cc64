/** What `git check-ignore` says of generated trees with `.gitignore` files. */
import fc from 'fast-check';
import { blobHash } from '../src/snapshot/object-hash.js';
import { decodeText } from '../src/collect/repository-texts.js';
import { ignoreRules } from '../src/formats/gitignore.js';
import type { FileEntry } from '../src/snapshot/files.js';
import { inFolder, writeFiles } from './folders.js';
import { GIT, git, initialize } from './git.js';
import { compare, type Oracle } from './oracle.js';
import { filesOf, pattern, showTree, type Tree, trees } from './trees.js';

const line = fc
  .tuple(
    fc.constantFrom('', '', '', '!', '/', '!/', '#', '\\!', '\\#'),
    pattern,
    fc.constantFrom('', '', '/', ' ', '\\ '),
  )
  .map(parts => parts.join(''));

const texts = fc
  .record({
    mark: fc.constantFrom('', '', '', '', '\uFEFF'),
    lines: fc.array(line, { minLength: 1, maxLength: 4 }),
    end: fc.constantFrom('\n', '\n', '\r\n'),
    last: fc.boolean(),
  })
  .map(({ mark, lines, end, last }) => mark + lines.join(end) + (last ? end : ''));

export const ignoredFiles: Oracle = {
  name: 'ignored-files',
  judges: '`ignoreRules` in src/formats/gitignore.ts: which files and folders are ignored',
  tool: GIT,
  check: compare({ inputs: trees('.gitignore', texts), show: showTree, ours, theirs }),
};

function ours(tree: Tree): string {
  const entries = new Map<string, FileEntry>();
  for (const [path, kind] of tree.paths) if (kind === 'file') entries.set(path, entry(path, ''));
  for (const [path, text] of tree.rules) entries.set(path, entry(path, text));
  const rules = ignoreRules({ entries });
  return listed([...tree.paths].filter(([path, kind]) => rules.ignores(kind === 'folder' ? `${path}/` : path)));
}

function entry(path: string, text: string): FileEntry {
  const bytes = Buffer.from(text);
  return { path, mode: 'file', size: bytes.length, blob: blobHash(bytes, 'sha1'), text: decodeText(bytes) };
}

/** One repository for all trees, each in a folder of its own. */
async function theirs(inputs: readonly Tree[]): Promise<string[]> {
  return inFolder(async folder => {
    await initialize(folder);
    inputs.forEach((tree, index) => writeFiles(folder, filesOf(tree, String(index))));
    const asked = inputs.flatMap(({ paths }, index) => [...paths.keys()].map(path => `${index}/${path}`));
    const args = ['check-ignore', '--no-index', '-z', '--stdin', '--verbose', '--non-matching'];
    const answer = await git(folder, args, { input: asked.map(path => `${path}\0`).join(''), accepted: [0, 1] });
    const ignored = new Set<string>();
    const fields = answer.split('\0');
    for (let at = 0; at + 3 < fields.length; at += 4) {
      const [, , matched = '', path = ''] = fields.slice(at, at + 4);
      if (matched !== '' && !matched.startsWith('!')) ignored.add(path);
    }
    return inputs.map(({ paths }, index) => listed([...paths].filter(([path]) => ignored.has(`${index}/${path}`))));
  });
}

function listed(paths: readonly (readonly [path: string, kind: string])[]): string {
  return `ignored: ${JSON.stringify(paths.map(([path]) => path))}`;
}
