/** Where each feature of a package is explained: in the manifest's comments, or by name in a document. */

import { assessedFiles } from '../../cache/assessed-files.js';
import { memo } from '../../cache/memo.js';
import { isProblem, readManifest } from '../../cargo/manifest.js';
import type { Feature, Package } from '../../cargo/model.js';
import { codeWords, fileCodeWords } from '../../formats/markdown/code-words.js';
import { readDocument } from '../../formats/markdown/document.js';
import { libraryCrates } from '../../rust/library.js';
import type { RustFile } from '../../rust/model.js';
import { tokenText } from '../../rust/tokens.js';
import { Kind } from '../../rust/tokens-model.js';
import { type FileEntry, type Files, baseName, parentDirectory, readText } from '../../snapshot/files.js';

/** The features that owe a word to a user: not `default`, none that a dependency makes, none marked private by `_`. */
export function ownFeatures(pkg: Package): Feature[] {
  return pkg.features.filter(({ name, implicit }) => !implicit && name !== 'default' && !name.startsWith('_'));
}

/** The features of a package that neither a comment nor a document explains. */
export function undocumentedFeatures(files: Files, pkg: Package): Feature[] {
  const commented = commentedLines(files, pkg.manifestPath);
  let left = ownFeatures(pkg).filter(({ line }) => !commented.has(line));
  for (const { text, isAbout, words: wordsOf } of documentsOf(files, pkg)) {
    if (left.length === 0) return left;
    // To read Markdown is dear, and most documents name no feature at all.
    if (!left.some(({ name }) => text.includes(name)) || !isAbout()) continue;
    const words = wordsOf();
    left = left.filter(({ name }) => !words.has(name));
  }
  return left;
}

/** A comment that says something: neither a rule of signs nor an entry that was commented out. */
const SAYS = /\p{L}/u;
const ENTRY = /^[\w"'.+-]+\s*=\s*[[{"']/;

/** The lines of a manifest that a comment explains: at their end, right above, or at the head of their group. */
function commentedLines(files: Files, path: string): ReadonlySet<number> {
  const manifest = readManifest(files, path);
  const text = readText(files, path);
  const found = new Set<number>();
  if (!manifest || isProblem(manifest) || !text.read) return found;
  const comments = new Map(
    manifest.toml.comments
      .filter(each => SAYS.test(each.text) && !ENTRY.test(each.text))
      .map(each => [each.line, each.alone]),
  );
  let headed = false;
  let list: number | undefined;
  for (const [index, line] of text.value.split(/\r?\n/).entries()) {
    const comment = comments.get(index + 1);
    if (line.trim() === '' || (/^\s*\[/.test(line) && !/^\s*\[\s*features\s*\]/.test(line))) headed = false;
    if (comment === true) headed = true;
    if (headed || comment === false) found.add(index + 1);
    // A list over several lines can have its comment at its end.
    if (line.includes('=') && line.lastIndexOf('[') > line.lastIndexOf(']')) list = index + 1;
    else if (/^\s*\]/.test(line)) {
      if (comment === false && list !== undefined) found.add(list);
      list = undefined;
    }
  }
  return found;
}

/** A text that may name features, and whether it is one about features. */
interface FeatureDocument {
  readonly text: string;
  readonly isAbout: () => boolean;
  /** What is set as code. */
  readonly words: () => ReadonlySet<string>;
}

const wordsOfDocs = memo((file: RustFile) => codeWords(innerDocs(file) ?? ''));

/** What a file says of itself and of its modules. */
const innerDocs = memo(({ tokens }: RustFile): string | undefined => {
  const lines: string[] = [];
  for (let at = 0; at < tokens.count; at += 1)
    if (tokens.kind[at] === Kind.DocInner) lines.push(tokenText(tokens, at).replace(/^(?:\/\/!|\/\*!)|\*\/$/g, ''));
  return lines.length > 0 ? lines.join('\n') : undefined;
});

/** The crates' documentation, then the repository's documents. */
function* documentsOf(files: Files, pkg: Package): Generator<FeatureDocument> {
  for (const { file } of libraryCrates(files, [pkg]).flatMap(crate => crate.files)) {
    const text = innerDocs(file);
    if (text !== undefined) yield { text, isAbout: () => true, words: () => wordsOfDocs(file) };
  }
  for (const entry of assessedFiles(files)) {
    const text = isDocument(entry, pkg) ? readText(files, entry.path) : undefined;
    if (text?.read)
      yield {
        text: text.value,
        isAbout: () => isAboutFeatures(entry, text.value),
        words: () => fileCodeWords(entry, text.value),
      };
  }
}

function isDocument({ path, mode }: FileEntry, { folder }: Package): boolean {
  if (mode === 'submodule' || !/^readme$|\.(?:md|markdown|mdx|rst|adoc|txt)$/i.test(baseName(path))) return false;
  if (/^(?:changelog|changes|releases?|history|news|licen[cs]e|copying)/i.test(baseName(path))) return false;
  const parent = parentDirectory(path);
  return parent === '' || parent === folder || /(?:^|\/)(?:docs?|guide|book)(?:\/|$)/i.test(parent);
}

/** The README; a document called so, or with a heading that says so. */
function isAboutFeatures(entry: FileEntry, text: string): boolean {
  if (/^readme|feature|cargo/i.test(baseName(entry.path))) return true;
  if (!/feature/i.test(text)) return false;
  const document = readDocument(entry, text);
  return document.read && document.value.sections.some(({ title }) => /\bfeatures?\b/i.test(title));
}
