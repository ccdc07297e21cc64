import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { clip, code, plain, prose, visible } from '../../src/report/escape.js';
import { codePoint } from '../support/code-point.js';

/** The page that a reader sees, as HTML. */
const render = (markdown: string) => micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()] });
/** The text of that page. */
const textOf = (html: string) =>
  html
    .replace(/<[^>]*>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&')
    .replace(/<!-- -->/g, '');

const hostile = fc.string({
  unit: fc.constantFrom(
    '`',
    '``',
    '*',
    '_',
    '<b>',
    '[a](b)',
    '@x',
    '#1',
    'http://e.vil',
    'www.e.vil',
    'a@b.c',
    ':+1:',
    '|',
    '\n',
    '\u202e',
    '\u001b[31m',
    '\\',
    '~~',
    '- ',
    '1. ',
    '> ',
    '    ',
    '&lt;',
    '$',
    'é',
    'w',
  ),
});

describe('text of a repository in Markdown', () => {
  it.each(['*bold*', '<img src=x>', '[link](http://e.vil)', '# heading', '| a | b |', '~~gone~~', '&copy;', '- item'])(
    '%s is shown as it is',
    text => {
      expect(textOf(render(`seen: ${plain(text)}`))).toBe(`seen: ${text}`);
    },
  );

  it('has no link, no emphasis and no HTML of its own, whatever it is', () => {
    fc.assert(
      fc.property(hostile, text => {
        const html = render(`seen: ${plain(text)}`);
        expect(html.match(/<(?!\/?p>)[^>]*>/)).toBeNull();
      }),
    );
  });

  it('mentions nobody', () => {
    expect(plain('ask @maya and cim/readers#3')).not.toMatch(/@[a-z]/);
    expect(plain('cim/readers#3')).toContain('\\#');
    expect(plain('cim/readers#3')).not.toMatch(/#[0-9]/);
  });

  it('has no character that is not seen, and parts only what would be linked', () => {
    fc.assert(fc.property(hostile, text => expect(plain(text)).toBe(visible(plain(text)))));
    expect(plain('add one: `a`, at 10:30 (#)')).not.toContain('<!--');
    expect(plain(':tada: https://x www.x GH-1 a@b.c')).toBe(
      ':<!-- -->tada: https:<!-- -->//x www<!-- -->.x GH<!-- -->\\-1 a@<!-- -->b.c',
    );
  });

  it('as code holds exactly what it held, whatever backticks it has', () => {
    fc.assert(
      fc.property(hostile, text => {
        const html = render(`seen ${code(text)}`);
        expect(html.match(/<(?!\/?(p|code)>)[^>]*>/)).toBeNull();
        expect(textOf(html).replace(/\s+/g, ' ').trim()).toBe(`seen ${visible(text)}`.replace(/\s+/g, ' ').trim());
      }),
    );
  });

  it('in our own sentences, passages set as code are code and the rest is plain', () => {
    expect(render(prose('`a*b*` is *not* bold'))).toBe('<p><code>a*b*</code> is *not* bold</p>');
    fc.assert(
      fc.property(hostile, text => expect(render(`seen: ${prose(text)}`).match(/<(?!\/?(p|code)>)[^>]*>/)).toBeNull()),
    );
  });
});

describe('text of a repository in a terminal', () => {
  it('shows escapes, line breaks and direction overrides instead of obeying them', () => {
    expect(visible('a\u001b[31mb\nc\u202ed')).toBe('a␛[31mb␊cU+202Ed');
  });

  it('has no control character left', () => {
    fc.assert(
      fc.property(fc.string({ unit: codePoint }), text =>
        expect(visible(text)).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/),
      ),
    );
  });
});

describe('clipping', () => {
  it('never cuts a surrogate pair, and never exceeds its limit', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 20 }), (text, limit) => {
        const clipped = clip(text, limit);
        expect(clipped.length).toBeLessThanOrEqual(limit);
        expect(Buffer.from(clipped).toString()).toBe(clipped);
      }),
    );
  });
});
