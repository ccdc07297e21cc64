/** Historical documents that others cite as if they were current. */
import { baseName, parentDirectory, resolve } from '../../../snapshot/files.js';
import { findLinks } from '../historical.js';
import { plainText } from '../inline.js';
import type { PlanningDocument } from '../model.js';
import type { Contradiction, Surroundings } from './contradiction.js';

const SAYS_OLD =
  /\b(?:historical|histor(?:y|ic)|superseded|outdated|obsolete|archived?|old|former|previous|completed)\b/i;

/** Where this document cites a historical one as current. */
export function historicalButCited(
  document: PlanningDocument,
  { documents }: Pick<Surroundings, 'documents'>,
): Contradiction[] {
  if (document.historical) return [];
  const historical = documents.filter(each => each.historical && each !== document);
  if (historical.length === 0) return [];
  const folder = parentDirectory(document.path);
  const byName = new Map(historical.map(each => [each.path.toLowerCase(), each]));
  const cited = (target: string) =>
    byName.get(resolve(folder, target).toLowerCase()) ?? byName.get(resolve('', target).toLowerCase());
  return document.parts.flatMap(part => {
    if (SAYS_OLD.test(part.title)) return [];
    return part.blocks.flatMap(block => {
      if (block.kind === 'drawn') return [];
      const texts =
        block.kind === 'paragraph' ? block.lines : [block.kind === 'item' ? block.text : block.cells.join(' | ')];
      return texts.flatMap((text, index): Contradiction[] => {
        if (SAYS_OLD.test(plainText(text).replace(/(?<![\w./-])[\w./-]+\.md\b/g, ''))) return [];
        const names = [...findLinks(text), ...(text.match(/(?<![\w./-])[\w./-]+\.md\b/g) ?? [])];
        const found = names.map(cited).find(each => each !== undefined);
        if (!found?.historical) return [];
        const place = { path: document.path, line: block.line + index };
        const message = `${baseName(found.path)} calls itself historical, and is cited here as current`;
        return [
          { kind: 'historical-but-cited', places: [place, { path: found.path, line: found.historical.line }], message },
        ];
      });
    });
  });
}
