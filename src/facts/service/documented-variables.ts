/** Names of variables that documents list: as code in Markdown, or as keys of an example of an environment. */

import { assessedFiles } from '../../cache/assessed-files.js';
import { fileCodeWords } from '../../formats/markdown/code-words.js';
import { type FileEntry, type Files, baseName } from '../../snapshot/files.js';

export interface Documented {
  readonly listed: ReadonlySet<string>;
  /** A document that could not be read, and why. */
  readonly unread?: string;
}

/** `.env.example`, `app.env.sample`, `example.env`: a template of an environment. */
function isEnvironmentTemplate(name: string): boolean {
  if (/^\.?(?:example|sample)[\w-]*\.env$|^\.?env-(?:example|sample|template)$/i.test(name)) return true;
  const parts = name.toLowerCase().replace(/^\./, '').split('.');
  const isTemplate = /^(?:example|sample|template|dist|defaults?)$/.test(parts.pop() ?? '');
  return isTemplate && parts.includes('env') && parts.every(part => /^[\w-]+$/.test(part));
}

/** Which of the variables are listed: in the README, a document, `.env.example` and the like. */
export function documentedNames(files: Files, asked: ReadonlySet<string>): Documented {
  const listed = new Set<string>();
  let unread: string | undefined;
  for (const entry of assessedFiles(files)) {
    const { path, text } = entry;
    const isEnvironment = isEnvironmentTemplate(baseName(path));
    const isMarkdown = /\.(md|markdown|mdx)$/i.test(path);
    const isPlain = /\.(rst|adoc|asciidoc|txt|org)$/i.test(path) && /^(docs?\/|readme)/i.test(path);
    if (!isEnvironment && !isMarkdown && !isPlain) continue;
    if (!text.read) {
      unread ??= `${path}: ${text.reason}`;
      continue;
    }
    // Parsing Markdown is dear: only what names one of them is parsed.
    const named = [...asked].filter(name => !listed.has(name) && text.value.includes(name));
    if (named.length === 0) continue;
    const names = isEnvironment ? keysIn(text.value) : isMarkdown ? wordsOf(entry, text.value) : capitalsIn(text.value);
    for (const name of named) if (names.has(name)) listed.add(name);
  }
  return unread === undefined ? { listed } : { listed, unread };
}

function keysIn(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(/^[ \t]*(?:#[ \t]*)?(?:export[ \t]+)?(\w+)[ \t]*=/gm)].map(([, name = '']) => name));
}

/** What is set as code or heads an item, and headings that are a variable's name and nothing else. */
function wordsOf(entry: FileEntry, markdown: string): ReadonlySet<string> {
  const headings = [...markdown.matchAll(/^#{1,6}[ \t]+([A-Z][A-Z0-9_]+)[ \t]*$/gm)].map(([, name = '']) => name);
  return new Set([...fileCodeWords(entry, markdown), ...headings]);
}

function capitalsIn(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(/\b[A-Z][A-Z0-9_]{2,}\b/g)].map(([name]) => name));
}
