/** Names of variables that documents list: as code in Markdown, or as keys of an example of an environment. */
import { type Files, judged, nameOf } from '../files.js';
import { codeWords } from '../markdown/code-words.js';
import { memo } from '../memo.js';

export interface Documented {
  readonly names: ReadonlySet<string>;
  /** A document that could not be read, and why. */
  readonly unread?: string;
}

const ENVIRONMENT =
  /^\.?([\w-]+\.)*env(\.[\w-]+)*\.(example|sample|template|dist|defaults?)$|^\.?(example|sample)[\w-]*\.env$|^\.?env[.-](example|sample|template)$/i;

/** The variables that are listed: in the README, a document, `.env.example` and the like. */
export const documentedNames: (files: Files) => Documented = memo(files => {
  const names = new Set<string>();
  let unread: string | undefined;
  for (const { path, text } of judged(files)) {
    const isEnvironment = ENVIRONMENT.test(nameOf(path));
    const isMarkdown = /\.(md|markdown|mdx)$/i.test(path);
    const isPlain = /\.(rst|adoc|asciidoc|txt|org)$/i.test(path) && /^(docs?\/|readme)/i.test(path);
    if (!isEnvironment && !isMarkdown && !isPlain) continue;
    if (!text.read) unread ??= `${path}: ${text.reason}`;
    else if (isEnvironment) {
      for (const [, name] of text.value.matchAll(/^[ \t]*#?[ \t]*(?:export[ \t]+)?(\w+)[ \t]*=/gm))
        if (name) names.add(name);
    } else if (isMarkdown) {
      if (!/[A-Z]{2}_?[A-Z]/.test(text.value)) continue;
      for (const word of codeWords(text.value)) names.add(word);
      // A heading that is a variable's name and nothing else.
      for (const [, name] of text.value.matchAll(/^#{1,6}[ \t]+([A-Z][A-Z0-9_]+)[ \t]*$/gm)) if (name) names.add(name);
    } else for (const [name] of text.value.matchAll(/\b[A-Z][A-Z0-9_]{2,}\b/g)) names.add(name);
  }
  return unread === undefined ? { names } : { names, unread };
});
