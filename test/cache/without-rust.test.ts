import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { memoWithoutRust, withoutRust } from '../../src/cache/without-rust.js';
import { readCargo } from '../../src/cargo/cargo.js';
import { analyzeCi } from '../../src/facts/ci/runs.js';
import type { FileEntry, Files } from '../../src/snapshot/files.js';
import { unread } from '../../src/snapshot/reading.js';
import { files, type Texts } from '../support/snapshots.js';

const TEXTS: Texts = {
  'Cargo.toml': '[package]\nname = "cim-parcel"\nversion = "1.0.0"\n',
  'README.md': '# cim-parcel\n',
  'ci/build.rs': '#!/usr/bin/env rust-script\nfn main() {}\n',
  'src/lib.rs': '#![forbid(unsafe_code)]\n',
};

function changed(of: Files, path: string, change: Partial<FileEntry>): Files {
  const entry = of.entries.get(path) as FileEntry;
  return { entries: new Map([...of.entries, [path, { ...entry, ...change }]]) };
}

describe('a repository without what its Rust files say', () => {
  const tree = withoutRust(files(TEXTS));

  it('is the same while Rust is written', () => {
    expect(withoutRust(files({ ...TEXTS, 'src/lib.rs': '//! Other words.\n' }))).toBe(tree);
  });

  it.each([
    ['another text', files({ ...TEXTS, 'README.md': '# cim-order\n' })],
    ['a script in Rust', files({ ...TEXTS, 'ci/build.rs': '#!/bin/sh\ncargo test\n' })],
    ['a Rust file more', files({ ...TEXTS, 'src/parcel.rs': '' })],
    ['a Rust file that is generated', changed(files(TEXTS), 'src/lib.rs', { aside: 'generated' })],
    ['a Rust file that was not read', changed(files(TEXTS), 'src/lib.rs', { text: unread('it is oversized') })],
    ['a file that may be executed', changed(files(TEXTS), 'README.md', { mode: 'executable' })],
    ['a file that was not read', changed(files(TEXTS), 'README.md', { text: unread('this user may not read it') })],
  ])('is another one with %s', (_, other) => {
    expect(withoutRust(other)).not.toBe(tree);
  });

  it('lists every path, and tells nothing of Rust', () => {
    expect([...tree.entries.keys()]).toEqual(Object.keys(TEXTS));
    expect(tree.entries.get('src/lib.rs')).toMatchObject({ size: 0, blob: '', text: { read: false } });
    expect(tree.entries.get('README.md')).toEqual(files(TEXTS).entries.get('README.md'));
  });

  it('is remembered for a few repositories, and for no large one', () => {
    const large = { ...TEXTS, 'large.txt': 'x'.repeat(5 * 1024 * 1024) };
    expect(withoutRust(files(large))).not.toBe(withoutRust(files(large)));
    for (let other = 0; other < 10; other += 1) withoutRust(files({ ...TEXTS, 'README.md': `# ${other}\n` }));
    expect(withoutRust(files(TEXTS))).not.toBe(tree);
  });

  it('gives the same as reading anew, whatever was asked before', () => {
    const sizes = memoWithoutRust(of => [...of.entries.values()].map(({ path, size }) => [path, size]));
    const text = fc.constantFrom('', 'a', '#!/bin/sh\n', '#![allow()]\n');
    const some = fc.dictionary(fc.constantFrom('a.rs', 'b.rs', 'Cargo.toml', 'c.md'), text);
    fc.assert(
      fc.property(some, texts => {
        const rust = (path: string, at: string) => path.endsWith('.rs') && !at.startsWith('#!/');
        const expected = Object.entries(texts).map(([path, at]) => [path, rust(path, at) ? 0 : at.length]);
        expect(new Map(sizes(files(texts)) as [string, number][])).toEqual(new Map(expected as [string, number][]));
      }),
    );
  });
});

describe('what is read of it', () => {
  it('is read once: packages, workflows', () => {
    const workflow = { '.github/workflows/ci.yml': 'on: push\njobs: { a: { steps: [{ run: cargo test }] } }\n' };
    const [before, after] = ['', '//! More.\n'].map(rust => files({ ...TEXTS, ...workflow, 'src/lib.rs': rust }));
    expect(readCargo(after as Files)).toBe(readCargo(before as Files));
    expect(analyzeCi(after as Files, 'main')).toBe(analyzeCi(before as Files, 'main'));
  });

  it('names a Rust file that a workflow runs for what it may do', () => {
    const texts = {
      '.github/workflows/ci.yml': 'on: push\njobs: { a: { steps: [{ run: ./ci/test.rs }] } }\n',
      'ci/test.rs': 'fn main() {}\n',
    };
    expect(analyzeCi(files(texts), 'main').runs).toMatchObject([{ does: [], may: expect.arrayContaining(['test']) }]);
  });
});
