import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { paragraphLines } from '../../../src/formats/markdown/paragraph-lines.js';

/** What a parser of Markdown finds: the lines of paragraphs at the top that begin in plain text. */
function parsed(markdown: string): string[] {
  return fromMarkdown(markdown)
    .children.flatMap(node => (node.type === 'paragraph' ? [node] : []))
    .flatMap(node => markdown.slice(node.position?.start.offset, node.position?.end.offset).split('\n'))
    .map(line => line.trim());
}

describe('the lines of paragraphs', () => {
  it('are those that a parser of Markdown finds', () => {
    const piece = fc.constantFrom(
      'a',
      ' ',
      '\n',
      '\n',
      '> ',
      '```',
      '~~~',
      '    ',
      '- ',
      '1. ',
      '2. ',
      '# ',
      '---',
      '<!--',
      '-->',
      '<p>',
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 12 }).map(all => all.join('')),
        markdown => {
          const lines = paragraphLines(markdown);
          const known = parsed(markdown);
          expect(lines.filter(line => !known.includes(line))).toEqual([]);
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it.each([
    ['emphasis that never ends', '*_'],
    ['backticks', '`'],
    ['links that never end', '['],
    ['HTML that never ends', '<a '],
    ['comments that never end', '<!--'],
    ['quotes in quotes', '> '],
    ['lists in lists', '- '],
    ['headings', '# a\n'],
    ['underlined headings', 'a\n=\n'],
    ['rules', '- - -\n'],
    ['tables', '|a|b|\n|-|-|\n'],
    ['blank lines', ' \n'],
  ])('come at once from 64 KiB of %s', (_, piece) => {
    expect(paragraphLines(`/cim help\n\n${piece.repeat(Math.floor(65_000 / piece.length))}`)[0]).toBe('/cim help');
  });
});
