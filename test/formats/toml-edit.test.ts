import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { editToml } from '../../src/formats/toml-edit.js';

describe('editToml', () => {
  it.each([
    ['replaces a value where it stands', 'a = "*" # why\nb = 2\n', ['a'], '1.0', 'a = "1.0" # why\nb = 2\n'],
    ['adds to the end of a table', '[p]\na = 1 # one\n\n[q]\n', ['p', 'b'], 'x', '[p]\na = 1 # one\nb = "x"\n\n[q]\n'],
    ['adds to an empty table', '[p] # none\n[q]\n', ['p', 'b'], 'x', '[p] # none\nb = "x"\n[q]\n'],
    [
      'adds to an inline table',
      '[d]\na = { path = "../a" }\n',
      ['d', 'a', 'version'],
      '1',
      '[d]\na = { path = "../a", version = "1" }\n',
    ],
    ['adds a table', 'a = 1', ['t', 'b'], 'x', 'a = 1\n\n[t]\nb = "x"\n'],
    ['keeps the line ends', '[p]\r\na = 1\r\n', ['p', 'b'], 'x', '[p]\r\na = 1\r\nb = "x"\r\n'],
    ['quotes a key', '[p]\n', ['p', 'a b'], 'x', '[p]\n"a b" = "x"\n'],
  ])('%s', (_, text, set, value, after) => {
    expect(editToml(text, [{ set, value }])).toBe(after);
  });

  it('sets a key of an entry of an array of tables, and adds an entry', () => {
    const text = '[[bench]]\nname = "a"\n\n[[bench]]\nname = "b"\n';
    expect(editToml(text, [{ set: ['bench', 1, 'harness'], value: false }])).toBe(`${text}harness = false\n`);
    expect(editToml(text, [{ append: 'bench', entry: { name: 'c', harness: false } }])).toBe(
      `${text}\n[[bench]]\nname = "c"\nharness = false\n`,
    );
  });

  it.each([
    ['what is not TOML', 'a = ', ['a']],
    ['a key below a value', 'a = 1\n', ['a', 'b']],
    ['a table that dotted keys define', 'a.b = 1\n', ['a', 'c']],
    ['a string with half a surrogate pair', 'a = 1\n', ['\ud800']],
  ])('edits nothing: %s', (_, text, set) => {
    expect(editToml(text, [{ set, value: 'x' }])).toBeUndefined();
  });

  it('changes no byte outside of the value, whatever the text', () => {
    const line = fc.constantFrom(
      'a = 1',
      '# note',
      '',
      'b = { c = "d" }',
      "e = '''\nx\n'''",
      '[t]',
      'f.g = 1',
      '[[u]]',
      'h = [1,\n 2]',
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), fc.string(), (lines, value) => {
        const text = lines.join('\n');
        const after = editToml(text, [{ set: ['t', 'key'], value }]);
        if (after === undefined) return;
        let kept = 0;
        while (kept < text.length && text[kept] === after[kept]) kept += 1;
        expect(after.endsWith(text.slice(kept))).toBe(true);
        expect(after.length).toBeGreaterThan(text.length);
      }),
    );
  });
});
