import { describe, expect, it } from '@jest/globals';
import type { FileEntry } from '../../src/snapshot/files.js';
import { memoByBlob } from '../../src/snapshot/memo.js';
import { read } from '../../src/snapshot/reading.js';

function entry(blob: string, mode: FileEntry['mode'] = 'file'): FileEntry {
  return { path: 'a.md', mode, size: 1, blob, text: read('') };
}

describe('what is remembered by blob', () => {
  it('is read once', () => {
    let count = 0;
    const reader = memoByBlob(() => ++count);
    expect([reader(entry('a'), 'x'), reader(entry('b'), 'y'), reader(entry('a'), 'x')]).toEqual([1, 2, 1]);
  });

  it('is forgotten where much else was asked for since', () => {
    let count = 0;
    const reader = memoByBlob(() => ++count, 4);
    for (const blob of ['a', 'b', 'c', 'a', 'd', 'e']) reader(entry(blob), blob);
    expect(reader(entry('a'), 'a')).toBe(1);
    expect(reader(entry('b'), 'b')).toBe(6);
  });

  it('is that of the text where a link leads: its blob is of the name of its target', () => {
    const reader = memoByBlob(text => text.length);
    const link = entry('a', 'symlink');
    expect([reader(link, 'one'), reader(link, 'three')]).toEqual([3, 5]);
  });
});
