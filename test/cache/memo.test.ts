import { describe, expect, it } from '@jest/globals';
import { memo, memoByObjectAndKey, memoByBlob, together } from '../../src/cache/memo.js';
import type { FileEntry } from '../../src/snapshot/files.js';
import { read } from '../../src/snapshot/reading.js';

function entry(blob: string, mode: FileEntry['mode'] = 'file'): FileEntry {
  return { path: 'a.md', mode, size: 1, blob, text: read('') };
}

describe('what is remembered by an object', () => {
  it('is read once, also where there is nothing', () => {
    let count = 0;
    const reader = memo(() => {
      count += 1;
      return undefined;
    });
    const one = {};
    expect([reader(one), reader(one), count]).toEqual([undefined, undefined, 1]);
    reader({});
    expect(count).toBe(2);
  });

  it('is kept apart by place', () => {
    const at = memoByObjectAndKey<number>();
    const one = {};
    expect([at(one, 'a', () => 1), at(one, 'b', () => 2), at(one, 'a', () => 3), at({}, 'a', () => 4)]).toEqual([
      1, 2, 1, 4,
    ]);
  });

  it('is read together, each reader once, whichever asks another', () => {
    const asked: string[] = [];
    const family = together<{ readonly size: number }>();
    const twice = family.memo(argument => {
      asked.push('twice');
      return 2 * once(argument);
    });
    const once = family.memo(({ size }): number => {
      asked.push('once');
      return size;
    });
    const one = { size: 3 };
    family.read(one);
    expect(asked).toEqual(['twice', 'once']);
    family.read(one);
    expect([once(one), twice(one), asked.length]).toEqual([3, 6, 2]);
    const late = family.memo(({ size }) => {
      asked.push('late');
      return -size;
    });
    expect([late(one), late(one), asked]).toEqual([-3, -3, ['twice', 'once', 'late']]);
    expect(late({ size: 5 })).toBe(-5);
  });

  it('is an error for who asks for it alone', () => {
    const family = together<object>();
    const broken = family.memo(() => {
      throw new Error('broken');
    });
    const sound = family.memo(() => 1);
    const one = {};
    family.read(one);
    expect(sound(one)).toBe(1);
    expect(() => broken(one)).toThrow('broken');
  });
});

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
