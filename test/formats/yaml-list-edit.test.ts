import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseDocument } from 'yaml';
import { editYamlList } from '../../src/formats/yaml-list-edit.js';

const edit = (text: string, id: string, entry?: Readonly<Record<string, string>>) =>
  editYamlList(text, { key: 'w', isReplaced: each => each.get('id') === id, ...(entry ? { entry } : {}) });

const BLOCK = `# policy
modules: [ a,b ]   # two
w:
  # the first
  - id: a   # why
    by:   alice

  - { id: b, by: "bob" } # flow
z: 1
`;

describe('editYamlList', () => {
  it.each([
    [
      'adds an entry at the end',
      'c',
      { id: 'c', by: 'eve' },
      BLOCK.replace('# flow\n', '# flow\n  - id: c\n    by: eve\n'),
    ],
    [
      'replaces an entry where it stands',
      'b',
      { id: 'b', by: 'eve' },
      BLOCK.replace('  - { id: b, by: "bob" } # flow\n', '  - id: b\n    by: eve\n'),
    ],
    ['removes an entry', 'b', undefined, BLOCK.replace('  - { id: b, by: "bob" } # flow\n', '')],
  ])('%s', (_, id, entry, after) => {
    expect(edit(BLOCK, id, entry)).toBe(after);
  });

  it.each([
    ['a list that is not there', 'a: 1\n', 'a: 1\nw:\n  - id: c\n'],
    ['an empty file', '', 'w:\n  - id: c\n'],
    ['a file without a final line end', 'a: 1', 'a: 1\nw:\n  - id: c\n'],
    ['an empty key', 'w:\nz: 1\n', 'w:\n  - id: c\nz: 1\n'],
    ['an empty list', 'w: []   # none\n', 'w: [{ id: c }]   # none\n'],
    ['a list in brackets', 'w: [ {id: a} ]\n', 'w: [ {id: a}, { id: c } ]\n'],
    ['a list that is not indented', 'w:\n- id: a\nz: 1\n', 'w:\n- id: a\n- id: c\nz: 1\n'],
    ['other line ends', 'w:\r\n  - id: a\r\n', 'w:\r\n  - id: a\r\n  - id: c\r\n'],
  ])('adds to %s', (_, text, after) => {
    expect(edit(text, 'c', { id: 'c' })).toBe(after);
  });

  it('removes the key with the last entry', () => {
    expect(edit('a: 1\nw:\n  - id: a\nz: 1\n', 'a')).toBe('a: 1\nz: 1\n');
    expect(edit('w: [{ id: a }]\n', 'a')).toBe('');
    expect(edit('a: 1\n\nw:\n  - id: a\n', 'a')).toBe('a: 1\n');
  });

  it.each([
    ['anchors', 'w:\n  - &x { id: a }\nz: *x\n'],
    ['what is not a list', 'w: 1\n'],
    ['what is not YAML', 'w: [\n'],
    ['a dash on a line of its own', 'w:\n  -\n    id: a\n'],
  ])('edits nothing: %s', (_, text) => {
    expect(edit(text, 'c', { id: 'c' })).toBeUndefined();
  });

  it('keeps every entry that it does not mean, whatever the values', () => {
    const value = fc.string({ maxLength: 20 });
    fc.assert(
      fc.property(value, fc.constantFrom('a', 'b', 'c'), (by, id) => {
        const after = edit(BLOCK, id, { id, by });
        if (after === undefined) return;
        const list = (parseDocument(after).toJS() as { w: { id: string; by: string }[] }).w;
        expect(list).toContainEqual({ id, by });
        for (const kept of ['a', 'b'].filter(each => each !== id)) expect(list.map(each => each.id)).toContain(kept);
        expect(after).toContain('modules: [ a,b ]   # two\n');
      }),
    );
  });
});
