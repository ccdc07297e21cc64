/** Files that a document refers to, and that are not there. */
import { baseName, parentDirectory, resolve } from '../../../snapshot/files.js';
import type { Block } from '../blocks.js';
import { findLinks } from '../historical.js';
import type { Part, PlanningDocument } from '../model.js';
import { readTask } from '../tasks.js';
import { at, type Contradiction, type FileNames, type Surroundings } from './contradiction.js';

/** The paths of a repository, looked up without regard to case. @param paths vendored ones left out */
export function fileNames(paths: Iterable<string>): FileNames {
  const whole = new Set<string>();
  const names = new Set<string>();
  for (const path of paths) {
    const lower = path.toLowerCase();
    whole.add(lower);
    names.add(baseName(lower));
    // Prose names `State Machine.md` by its last word.
    names.add(baseName(lower).replace(/^.*\s/, ''));
    for (let folder = parentDirectory(lower); folder !== '' && !whole.has(folder); folder = parentDirectory(folder)) {
      whole.add(folder);
      names.add(baseName(folder));
    }
  }
  return {
    has(path, folder) {
      const lower = path
        .toLowerCase()
        .replace(/^\.\//, '')
        .replace(/(?<!\/)\/+$/, '');
      return (
        whole.has(resolve(folder.toLowerCase(), lower)) || whole.has(resolve('', lower)) || names.has(baseName(lower))
      );
    },
  };
}

/** What is to be made, changed or taken away later need not be there. */
const NOT_THERE =
  /\b(?:to be|will|would|should|create|creating|add(?:ing)?|write|make|new|remov\w*|delet\w*|mov(?:e|ed|ing)|renam\w*|disabl\w*|planned|optional|future|todo|deprecat\w*|replac\w*|archiv\w*|missing|backup|generat\w*|not yet|e\.g|example|proposed|suggested|merg\w*|convert\w*|chang\w*|update|split)\b|→|->/i;
const NAMED_FILES =
  /\b(?:files?\s+(?:created|modified|added|changed)|(?:created|modified|key|new|added)\s+files?|key\s+(?:files|components)|files)\b/i;
const MARKDOWN_NAME = /(?<![\w./:@{<*$-])((?:\.{0,2}\/)?(?:[\w.-]+\/)*[\w.-]*\w\.md)\b(?![\w/(*])/g;
/** What names of files end with; a name with another end may be a host, an event or a method. */
const EXTENSION =
  '(?:rs|toml|lock|ya?ml|json|md|nix|sh|js|mjs|ts|tsx|py|txt|html|css|sql|proto|svg|png|mmd|hcl|tf|conf|cypher|arrows|lean|go)';
const CODE_PATH = new RegExp(`\`((?:\\.{0,2}/)?(?:[\\w.-]+/)*[\\w.-]*[\\w-]\\.${EXTENSION})\``, 'gi');
// bounded: a line of a plan has at most 4,000 characters
const FOLDER_PATH = new RegExp(
  `(?<![\\w./:@{<*$~-])((?:\\.{0,2}/)?(?:[\\w.-]+/)+[\\w.-]*[\\w-]\\.${EXTENSION})\\b(?![\\w/(*])`,
  'gi',
);
const DRAWN_FILE = new RegExp(`^[\\w.-]*[\\w-]\\.${EXTENSION}$`, 'i');

interface Reference {
  readonly line: number;
  readonly path: string;
}

/** The files that a document refers to, and that the repository does not have. */
export function missingFiles(document: PlanningDocument, { files }: Pick<Surroundings, 'files'>): Contradiction[] {
  if (!files || document.kind === null) return [];
  const folder = parentDirectory(document.path);
  const told = new Set<string>();
  return document.parts
    .flatMap(part => referencesIn(part, document.kind === 'status-report'))
    .filter(({ path }) => {
      if (path === '' || /^(?:\/|~|[a-z][\w+.-]*:)|[*<>{}$]|\.\.\.|%[0-9a-f]{2}/i.test(path) || told.has(path))
        return false;
      // A path that leaves the repository is another's.
      if (resolve(folder, path).startsWith('../')) return false;
      told.add(path);
      return !files.has(path, folder);
    })
    .map(({ path, line }) => at(document, 'refers-to-missing-file', line, `${path} is not in the repository`));
}

/** @param reports whether the document says what is there, and not what is to come */
function referencesIn(part: Part, reports: boolean): Reference[] {
  if (
    /\b(?:future|planned|proposed|target|optional|ideas?|to (?:create|add|remove|move|be \w+)|not (?:started|implemented)|removed|deleted|moved|disabled|missing|missing files)\b/i.test(
      part.title,
    )
  ) {
    return [];
  }
  const drawn = reports || part.mark === 'done' ? drawnIn(part) : [];
  let lead = '';
  const others = part.blocks.flatMap((block): Reference[] => {
    if (block.kind === 'drawn') return [];
    if (block.kind === 'paragraph') lead = block.lines.at(-1) ?? '';
    const unfinished = block.kind === 'item' && isUnfinished(part, block);
    const named = part.mark === 'done' || NAMED_FILES.test(part.title) || NAMED_FILES.test(lead);
    return linesOf(block).flatMap(({ line, text }) => {
      const found = findLinks(text).filter(isRelative);
      if (
        unfinished ||
        NOT_THERE.test(text) ||
        // bounded: a line of a plan has at most 4,000 characters
        /\b(?:remove|delete|move|rename|create|add)\w*\b[^.]*:\s*$/i.test(lead)
      ) {
        return unfinished ? [] : found.map(path => ({ line, path }));
      }
      return [...found, ...namesIn(text, named)].map(path => ({ line, path }));
    });
  });
  return [...drawn, ...others];
}

function isUnfinished(part: Part, block: Block): boolean {
  if (part.role !== 'work' || (part.mark !== null && part.mark !== 'done')) return true;
  const task = block.kind === 'item' ? readTask(block) : undefined;
  return task !== undefined && task.state !== 'done';
}

function isRelative(target: string): boolean {
  return target !== '' && !/^(?:#|\/|[a-z][\w+.-]*:)/i.test(target);
}

function namesIn(text: string, named: boolean): string[] {
  const plain = text.replace(/\]\([^()]*\)/g, ']').replace(/https?:\/\/\S+/g, '');
  const markdown = [...plain.matchAll(MARKDOWN_NAME)].map(([, path = '']) => path);
  if (!named) return markdown;
  const coded = [...plain.matchAll(CODE_PATH)].map(([, path = '']) => path);
  const folders = [...plain.matchAll(FOLDER_PATH)].map(([, path = '']) => path);
  return [...markdown, ...coded, ...folders];
}

function linesOf(block: Block): TextLine[] {
  if (block.kind === 'paragraph') return block.lines.map((text, index) => ({ line: block.line + index, text }));
  if (block.kind === 'item') return [{ line: block.line, text: block.text }];
  return block.kind === 'row' ? [{ line: block.line, text: block.cells.join(' | ') }] : [];
}

interface TextLine {
  readonly line: number;
  readonly text: string;
}

/** The leaves of a drawn directory: names with an extension, whose remark does not put them off. */
function drawnIn({ blocks, title, mark, role }: Part): Reference[] {
  if (
    role !== 'work' ||
    (mark !== null && mark !== 'done') ||
    // bounded: a line of a plan has at most 4,000 characters
    /\b(?:structure|layout|example|template)\b.*\b(?:new|target|proposed)\b/i.test(title)
  )
    return [];
  const lead = blocks.findLast(block => block.kind === 'paragraph')?.lines.at(-1) ?? '';
  if (/\b(?:proposed|target|planned|will|should|recommended|example|suggested|new)\b/i.test(`${title} ${lead}`))
    return [];
  return blocks.flatMap(block => {
    if (block.kind !== 'drawn') return [];
    const leaf = block.text.slice(Math.max(block.text.lastIndexOf('├'), block.text.lastIndexOf('└')) + 1);
    const [, name = '', remark = ''] = /^[─-]*\s*([\w.][^\s#(]*)(.*)$/s.exec(leaf) ?? [];
    return DRAWN_FILE.test(name) && !NOT_THERE.test(remark) ? [{ line: block.line, path: name }] : [];
  });
}
