import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  decodeText,
  FULL,
  findAside,
  LFS_POINTER,
  LONG_TEXT_LIMIT,
  notRead,
  TEXT_LIMIT,
  textKeeper,
  vendoredFolders,
} from '../../src/collect/repository-texts.js';
import { codePoint } from '../support/code-point.js';

/** What is left aside of a tree of these paths. */
function asides(paths: readonly string[], attributes: Readonly<Record<string, string>> = {}): Record<string, string> {
  const aside = findAside(paths, new Map(Object.entries(attributes)));
  return Object.fromEntries(paths.flatMap(path => (aside(path) ? [[path, String(aside(path))]] : [])));
}

describe('what is left aside by the folders of another commit', () => {
  const vendored = new Set(['vendor', 'old']);
  const aside = findAside(['vendor/new.rs', 'src/.cargo-checksum.json', 'target/x.d'], new Map(), vendored);

  it('is what is in them, however deep', () => {
    expect([aside('vendor/new.rs'), aside('old/a/b.rs')]).toEqual(['vendored', 'vendored']);
  });

  it('is nothing else: not what the commit itself vendors', () => {
    expect([aside('src/lib.rs'), aside('target/x.d')]).toEqual([undefined, undefined]);
  });

  it('which are the outermost ones of that commit', () => {
    const paths = ['a/.cargo-checksum.json', 'a/vendor/x.rs', 'src/vendor/y.rs', 'target/Cargo.toml', 'vendor/z/w.rs'];
    expect(vendoredFolders(paths)).toEqual(['a', 'vendor']);
  });
});

describe('what is left aside by its folder', () => {
  it.each([
    'vendor/a/src/lib.rs',
    'third_party/x.c',
    'target/debug/x.d',
    'web/node_modules/x/index.js',
    'a/b/vendor/c.rs',
  ])('%s is vendored', path => expect(asides([path])).toEqual({ [path]: 'vendored' }));

  it.each([
    'src/vendor/mod.rs',
    'src/target/mod.rs',
    'crates/a/src/vendor/x.rs',
    'src/vendor.rs',
    'vendor',
    'vendors/x.rs',
  ])('%s is not', path => expect(asides([path])).toEqual({}));

  it('node_modules is never a module of a crate', () => {
    expect(asides(['src/web/node_modules/x.js'])).toEqual({ 'src/web/node_modules/x.js': 'vendored' });
  });

  it('a `src` inside a vendor folder does not bring anything back', () => {
    expect(asides(['vendor/a/src/target/x.rs'])).toEqual({ 'vendor/a/src/target/x.rs': 'vendored' });
  });

  it('a crate named target is a crate', () => {
    expect(asides(['crates/target/Cargo.toml', 'crates/target/src/lib.rs'])).toEqual({});
    expect(asides(['target/package/a-0.1.0/Cargo.toml'])).toEqual({ 'target/package/a-0.1.0/Cargo.toml': 'vendored' });
  });

  it('a folder that `cargo vendor` wrote is vendored by whatever name; the root never is', () => {
    const paths = [
      '.cargo-checksum.json',
      'deps/a/.cargo-checksum.json',
      'deps/a/src/lib.rs',
      'deps/own.rs',
      'src/lib.rs',
    ];
    expect(asides(paths)).toEqual({ 'deps/a/.cargo-checksum.json': 'vendored', 'deps/a/src/lib.rs': 'vendored' });
  });
});

describe('what .gitattributes leave aside', () => {
  it('marks vendored and generated files', () => {
    const text =
      'ext/** linguist-vendored\n*.pb.rs linguist-generated=true\nsrc/made/* text linguist-generated # no comment\n';
    expect(asides(['ext/a/b.rs', 'src/x.pb.rs', 'src/made/a.rs', 'src/lib.rs'], { '.gitattributes': text })).toEqual({
      'ext/a/b.rs': 'vendored',
      'src/x.pb.rs': 'generated',
      'src/made/a.rs': 'generated',
    });
  });

  it.each(['vendor/ours/** -linguist-vendored', 'vendor/ours/** linguist-vendored=false'])('%s takes it back', line => {
    expect(asides(['vendor/ours/a.rs', 'vendor/a.rs'], { '.gitattributes': line })).toEqual({
      'vendor/a.rs': 'vendored',
    });
  });

  it('the last line decides; `!` withdraws and leaves the folder to decide', () => {
    const text =
      '*.rs linguist-generated\nsrc/lib.rs -linguist-generated\nvendor/* -linguist-vendored\nvendor/* !linguist-vendored\n';
    expect(asides(['src/lib.rs', 'src/a.rs', 'vendor/x'], { '.gitattributes': text })).toEqual({
      'src/a.rs': 'generated',
      'vendor/x': 'vendored',
    });
  });

  it('a deeper file speaks of its own folder, after those above', () => {
    const attributes = {
      '.gitattributes': 'gen/* linguist-generated',
      'gen/.gitattributes': '/a.rs -linguist-generated',
    };
    expect(asides(['gen/a.rs', 'gen/b.rs', 'a.rs'], attributes)).toEqual({ 'gen/b.rs': 'generated' });
  });

  it('a pattern for a folder says nothing of what is in it, unlike in .gitignore', () => {
    expect(
      asides(['docs/a.md', 'made/a.rs'], { '.gitattributes': 'docs linguist-generated\nmade/ linguist-generated' }),
    ).toEqual({});
  });

  it('reads quoted patterns, classes, escapes, macros', () => {
    const text =
      '[attr]made linguist-generated -diff\n"with space.rs" made\n[ab]?.rs made\n\\!x.rs made\n**/deep/**/z.rs made\n';
    const paths = ['with space.rs', 'a1.rs', 'c1.rs', '!x.rs', 'q/deep/z.rs', 'q/deep/r/s/z.rs', 'z.rs'];
    expect(Object.keys(asides(paths, { '.gitattributes': text }))).toEqual([
      'with space.rs',
      'a1.rs',
      '!x.rs',
      'q/deep/z.rs',
      'q/deep/r/s/z.rs',
    ]);
  });

  it('never throws, and answers the same twice, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: codePoint, maxLength: 300 }), fc.string({ maxLength: 60 }), (text, path) => {
        const attributes = { '.gitattributes': `${text}\n${text} linguist-vendored\n` };
        expect(asides([path], attributes)).toEqual(asides([path], attributes));
      }),
    );
  });

  it('takes no pattern too seriously', () => {
    const text = `${'*a'.repeat(500)}b linguist-vendored\n${'**/a/'.repeat(300)}b linguist-vendored\n`.repeat(100);
    expect(asides([`${'a/'.repeat(300)}${'a'.repeat(250)}`], { '.gitattributes': text })).toEqual({});
  });
});

describe('what is not read', () => {
  const file = (path: string, size: number) => notRead({ path, mode: 'file', size })?.reason;

  it('oversized files; lock files and changelogs may be longer', () => {
    expect(file('src/lib.rs', TEXT_LIMIT)).toBeUndefined();
    expect(file('src/lib.rs', TEXT_LIMIT + 1)).toBe('it has 1048577 bytes, but at most 1 MiB are read');
    expect(file('Cargo.lock', LONG_TEXT_LIMIT)).toBeUndefined();
    expect(file('a/CHANGELOG.md', LONG_TEXT_LIMIT)).toBeUndefined();
    expect(file('CHANGELOG.md', LONG_TEXT_LIMIT + 1)).toContain('8 MiB');
  });

  it('submodules, vendored and generated files', () => {
    expect(notRead({ path: 'a', mode: 'submodule', size: 0 })?.reason).toContain('submodule');
    expect(notRead({ path: 'a', mode: 'file', size: 1, aside: 'vendored' })?.reason).toContain('vendored');
    expect(notRead({ path: 'a', mode: 'file', size: 1, aside: 'generated' })?.reason).toContain('generated');
  });
});

describe('texts', () => {
  it('are UTF-8 without a byte order mark; a NUL in the first 8,000 bytes makes them binary', () => {
    expect(decodeText(Buffer.from('\uFEFFa = 1\r\n'))).toEqual({ read: true, value: 'a = 1\r\n' });
    expect(decodeText(Buffer.from([0x61, 0xff]))).toEqual({ read: true, value: 'a\uFFFD' });
    expect(decodeText(Buffer.from('a\0b'))).toEqual({ read: false, reason: 'it is binary' });
    expect(decodeText(Buffer.from(`${'a'.repeat(8_000)}\0`)).read).toBe(true);
  });

  it('are not what a pointer of Git LFS says', () => {
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'5f4dcc3b'.repeat(8)}\nsize 12345\n`;
    expect(decodeText(Buffer.from(pointer))).toBe(LFS_POINTER);
    expect(decodeText(Buffer.from(pointer.replace('oid', 'ext-0-foo sha256:00\noid')))).toBe(LFS_POINTER);
    expect(decodeText(Buffer.from(`A pointer looks so:\n\n${pointer}`)).read).toBe(true);
    expect(decodeText(Buffer.from(pointer + 'x'.repeat(1_024))).read).toBe(true);
  });

  it('are kept up to a total, the same blob once; then nothing more', () => {
    const keeper = textKeeper(10);
    expect(keeper.keep('1', Buffer.from('123456')).read).toBe(true);
    expect(keeper.keep('1', Buffer.from('123456')).read).toBe(true);
    expect(keeper.keep('2', Buffer.alloc(100)).read).toBe(false);
    expect(keeper.full()).toBe(false);
    expect(keeper.keep('3', Buffer.from('12345'))).toBe(FULL);
    expect(keeper.keep('4', Buffer.from('1'))).toBe(FULL);
    expect(keeper.full()).toBe(true);
  });
});
