import { describe, expect, it } from '@jest/globals';
import { firstMatch, searchForWords, word, wordPattern } from '../../../src/facts/service/code-search.js';
import { library } from '../code/support.js';

describe('words that are looked for', () => {
  it('are whole names, or names with any letters in them', () => {
    const words = wordPattern('ctrl_c *graceful_shutdown serve_with*shutdown signal_hook*');
    const there = ['ctrl_c', 'graceful_shutdown', 'with_graceful_shutdown', 'serve_with_shutdown', 'signal_hook_tokio'];
    expect(there.filter(name => !words.has(name))).toEqual([]);
    expect(['ctrl_', 'my_ctrl_c', 'graceful_shutdowns', 'serve_shutdown'].filter(name => words.has(name))).toEqual([]);
  });

  it('may be in a file that holds one', () => {
    const words = wordPattern('ctrl_c *graceful_shutdown');
    const may = (code: string) => words.mayBeIn(library(code).file.tokens);
    expect(may('fn f() { tokio::signal::ctrl_c() }')).toBe(true);
    expect(may('fn f() { server.with_graceful_shutdown(stop) }')).toBe(true);
    expect(may('// ctrl_c\nfn f() {}')).toBe(false);
  });
});

describe('a look', () => {
  it('finds the first of library code, and nothing in tests and documentation', () => {
    const tested = library('/// ctrl_c\nfn f() {}\n#[cfg(test)]\nmod tests { fn g() { ctrl_c(); } }', 'src/a.rs');
    const files = [
      { ...tested, off: [{ from: 7, to: tested.file.tokens.count, why: 'test' as const }] },
      library('fn f() {\n    ctrl_c();\n    ctrl_c();\n}', 'src/b.rs'),
    ];
    expect(firstMatch(files, word('ctrl_c'))).toEqual({ path: 'src/b.rs', line: 2, what: '`ctrl_c`' });
    expect(firstMatch(files, word('SIGTERM'))).toBeUndefined();
  });

  it('sees only the names that it searches for, and each file once', () => {
    const asked: string[] = [];
    const look = (_file: unknown, _at: number, name: string) => {
      asked.push(name);
      return undefined;
    };
    const file = library('fn f() { g(f) }');
    const [never, always] = [searchForWords(wordPattern('h'), look), searchForWords(wordPattern('f'), look)];
    for (const find of [never, always, always]) expect(find(file)).toBeUndefined();
    expect(asked).toEqual(['f', 'f']);
  });
});
