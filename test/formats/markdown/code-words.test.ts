import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { codeWords } from '../../../src/formats/markdown/code-words.js';

describe('codeWords', () => {
  it.each([
    ['inline code', 'Set `RUST_LOG` first.', ['RUST_LOG']],
    ['a fence', '```toml\ncim-parcel = { features = ["serde"] }\n```', ['cim-parcel', 'features', 'serde']],
    ['an indented block', 'Run\n\n    PARCEL_URL=x cargo run', ['PARCEL_URL', 'x', 'cargo', 'run']],
    ['the head of a list item', '- **serde**: reads and writes', ['serde']],
    ['the head of a task', '* [ ] [full](x) is all of it', ['full']],
    ['the head of a row', '| name | means |\n|-|-|\n| serde | reads |', ['name', 'serde']],
    ['HTML', '<code>PORT</code> and a <pre>HOST</pre>', ['PORT', 'HOST']],
    ['an HTML list', '<ul>\n<li>serde: reads</li>\n</ul>', ['serde']],
    ['a name with dots, in parts too', '`Config.port`', ['Config.port', 'Config', 'port']],
  ])('takes a name in %s', (_, text, words) => {
    expect([...codeWords(text)].sort()).toEqual([...words].sort());
  });

  it.each([
    ['prose', 'Enable serde to read and write.'],
    ['a heading', '# serde'],
    ['the middle of a list item', '- enables serde'],
    ['a comment', '<!-- `serde` and <code>serde</code> -->'],
  ])('takes none in %s', (_, text) => {
    expect(codeWords(text).has('serde')).toBe(false);
  });

  it('takes every word of a text that is too much to parse', () => {
    expect(codeWords(`${'x '.repeat(200_000)} serde`).has('serde')).toBe(true);
    expect(codeWords(`${'>'.repeat(20_000)} serde`).has('serde')).toBe(true);
  });

  it('never throws, and says the same twice', () => {
    const mark = fc.constantFrom(
      '- ',
      '`',
      '```\n',
      '<code>',
      '</code>',
      '<li',
      '|',
      '\n',
      '    ',
      '> ',
      '[',
      '](',
      'a.b',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(mark, fc.string()), { maxLength: 60 }), parts => {
        const text = parts.join('');
        expect(codeWords(text)).toEqual(codeWords(text));
      }),
    );
  });
});
