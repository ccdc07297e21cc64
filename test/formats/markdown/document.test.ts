import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readDocument } from '../../../src/formats/markdown/document.js';
import { MARKDOWN_LIMIT } from '../../../src/formats/markdown/parse.js';
import { files } from '../../support/snapshots.js';

const read = (text: string, path = 'README.md') => {
  const [entry] = files({ [path]: text }).entries.values();
  if (!entry) throw new Error('no file');
  return readDocument(entry, text);
};
const document = (text: string, path?: string) => {
  const reading = read(text, path);
  if (!reading.read) throw new Error(reading.reason);
  return reading.value;
};
const headings = (text: string, path?: string) =>
  document(text, path).sections.map(({ depth, title, line }) => `${depth} ${title}:${line}`);
const pieces = (text: string, kind: string) => document(text).pieces.filter(each => each.kind === kind);

describe('headings', () => {
  it.each([
    ['ATX', '# A\n\ntext\n\n### B `c` ###', ['1 A:1', '3 B c:5']],
    ['setext', 'A\n=\n\nB\n--', ['1 A:1', '2 B:4']],
    ['HTML', '<div>\n<h1 align="center">A &amp; <em>b</em></h1>\n</div>', ['1 A & b:2']],
    ['HTML around Markdown', '<h1>\n\n![logo](a.png) Parcel\n\n</h1>\n\ntext', ['1 Parcel:1']],
    ['HTML that is never closed', '<h1>\n\nParcel\n\n# B', ['1 Parcel:1', '1 B:5']],
    ['bold alone', '**A**\n\n**b** c', ['7 A:1']],
    ['summaries', '<details>\n<summary>A</summary>\n\nb\n\n</details>', ['7 A:2']],
    ['links', '## [1.0.0](https://x) - today', ['2 1.0.0 - today:1']],
  ])('are read in %s', (_, text, expected) => {
    expect(headings(text)).toEqual(expected);
  });

  it.each([
    ['a fence', '```sh\n# a\n```'],
    ['an indented block', '    # a'],
    ['a comment', '<!--\n# a\n<h1>b</h1>\n-->'],
    ['a `<pre>`', '<pre>\n# a\n</pre>'],
  ])('are none in %s', (_, text) => {
    expect(headings(text)).toEqual([]);
  });

  it('hold what is under them, deeper headings included', () => {
    const [a, b] = document('# A\n\nx\n\n## B\n\ny\n\n# C\n\nz').sections;
    expect(a?.content.map(({ text }) => text)).toEqual(['x', 'B', 'y']);
    expect(b?.content.map(({ text }) => text)).toEqual(['y']);
  });

  it.each([
    ['README.rst', 'A\n===\n\nB\n---\n', ['1 A:1', '2 B:4']],
    ['README.adoc', '= A\n\n== B\n\n----\n== c\n----\n', ['1 A:1', '2 B:3']],
    ['README.org', '* A\n** B\n', ['1 A:1', '2 B:2']],
  ])('are read in %s', (path, text, expected) => {
    expect(headings(text, path)).toEqual(expected);
  });
});

describe('links, images and code', () => {
  it('are resolved through references, whatever their case', () => {
    const text = '[![docs][badge]][Docs]\n\n[badge]: https://img.example/b.svg\n[docs]: https://docs.rs/x';
    expect(pieces(text, 'link')).toEqual([{ kind: 'link', text: '', line: 1, url: 'https://docs.rs/x' }]);
    expect(pieces(text, 'image')).toEqual([{ kind: 'image', text: 'docs', line: 1, url: 'https://img.example/b.svg' }]);
  });

  it('are read in HTML, in blocks and in lines', () => {
    const block = '<p align="center">\n  <a href="https://docs.rs/x"><img alt="docs" src="b.svg"></a>\n</p>';
    expect(pieces(block, 'link')).toMatchObject([{ url: 'https://docs.rs/x', line: 2 }]);
    expect(pieces(block, 'image')).toMatchObject([{ url: 'b.svg', text: 'docs', line: 2 }]);
    const line = 'See <a href="https://docs.rs/x">the <code>x</code></a>.';
    expect(pieces(line, 'link')).toMatchObject([{ url: 'https://docs.rs/x', text: 'the x' }]);
    expect(pieces(line, 'inline')).toMatchObject([{ text: 'x' }]);
    expect(pieces(line, 'prose')).toMatchObject([{ text: 'See the x.' }]);
  });

  it('keep the language and the line of a fence', () => {
    expect(pieces('a\n\n```TOML title=x\nb = 1\n```', 'code')).toEqual([
      { kind: 'code', text: 'b = 1', line: 3, lang: 'toml' },
    ]);
  });
});

describe('limits', () => {
  it('refuses what would take long, and says so', () => {
    expect(read('a '.repeat(MARKDOWN_LIMIT))).toMatchObject({ read: false });
    expect(read('>'.repeat(20_000))).toEqual({ read: false, reason: 'its blocks are nested too deeply' });
    expect(read('*a_ '.repeat(10_000))).toEqual({
      read: false,
      reason: 'it has paragraphs with too many delimiters',
    });
    expect(read('[^a]: '.repeat(30_000))).toMatchObject({ read: false });
  });

  it('never throws, says the same twice, and has lines that are there', () => {
    const mark = fc.constantFrom(
      '# ',
      '- ',
      '`',
      '```\n',
      '<h1>',
      '</h1>',
      '<a href=x>',
      '</a>',
      '<!--',
      '\n\n',
      '\n',
      '[',
      '](',
      '===',
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof(mark, fc.string()), { maxLength: 60 }),
        fc.constantFrom('a.md', 'a.rst'),
        (parts, path) => {
          const text = parts.join('');
          const once = read(text, path);
          expect(once).toEqual(read(text, path));
          if (!once.read) return;
          const lines = text.split(/\r\n?|\n/).length;
          for (const { line } of once.value.pieces) expect(line >= 1 && line <= lines).toBe(true);
        },
      ),
    );
  });
});
