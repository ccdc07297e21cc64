/** Names of variables that documents list: as code in Markdown, or as keys of an example of an environment. */
import { type Files, judged, nameOf } from '../files.js';
import { codeWords } from '../markdown/code-words.js';
import { memo } from '../memo.js';

/** Whether a document lists a variable: the README, a document, `.env.example` and the like. */
export const documentedNames: (files: Files) => ReadonlySet<string> = memo(files => {
  const names = new Set<string>();
  for (const { path, text } of judged(files)) {
    if (!text.read) continue;
    if (/^\.env\.(example|sample|template|dist|defaults?)$|^env\.example$|^example\.env$/i.test(nameOf(path))) {
      for (const [, name] of text.value.matchAll(/^\s*#?\s*(?:export\s+)?(\w+)\s*=/gm)) if (name) names.add(name);
    } else if (/\.(md|markdown)$/i.test(path)) {
      if (/[A-Z]{2}_?[A-Z]/.test(text.value)) for (const word of codeWords(text.value)) names.add(word);
    } else if (/\.(rst|adoc|txt|org)$/i.test(path) && /^(docs?\/|readme)/i.test(path)) {
      for (const [name] of text.value.matchAll(/\b[A-Z][A-Z0-9_]{2,}\b/g)) names.add(name);
    }
  }
  return names;
});
