import { describe, expect, it } from '@jest/globals';
import { judge, snapshot, type Texts } from '../../support/snapshots.js';
import { CARGO, given } from './support.js';

describe('untrusted-data', () => {
  const hints = (code: string, rest?: Texts) =>
    (given('untrusted-data', code, rest).hints ?? []).map(({ path, line, message }) => `${path}:${line} ${message}`);

  it('hints at fuzz targets, at what is unwrapped, and at reads without a limit', () => {
    const code =
      'fn a(b: &[u8]) {\n    let c: P = serde_json::from_slice(b).unwrap();\n    let d: u8 = s.parse().expect("a number");\n    r.read_to_end(&mut v)?;\n    std::fs::read_to_string(p)?;\n}';
    expect(hints(code, { 'fuzz/fuzz_targets/parcel.rs': '' })).toEqual([
      'fuzz/fuzz_targets/parcel.rs:1 a fuzz target',
      'src/lib.rs:2 the result of `from_slice` is unwrapped',
      'src/lib.rs:5 `read_to_string` reads without a limit',
      'src/lib.rs:3 the result of `parse` is unwrapped',
      'src/lib.rs:4 `read_to_end` reads without a limit',
    ]);
  });

  it('concerns a binary too, but not a repository without a crate', () => {
    expect(judge('untrusted-data', snapshot({ 'Cargo.toml': CARGO, 'src/main.rs': 'fn main() {}' })).status).toBe(
      'unknown',
    );
    expect(judge('untrusted-data', snapshot({ 'flake.nix': '{}' })).status).toBe('not-applicable');
  });

  describe('false alarms', () => {
    it.each([
      ['errors that are returned', 'fn a(b: &[u8]) { serde_json::from_slice(b)?; s.parse::<u8>().map_err(E)?; }'],
      ['bounded reads', 'fn a() { r.take(1024).read_to_end(&mut v)?; }'],
      ['tests', '#[cfg(test)]\nmod t { fn a() { serde_json::from_slice(b).unwrap(); } }'],
      ['words in texts and comments', 'fn a() { g("x.parse().unwrap()"); /* x.parse().unwrap() */ }'],
    ])('does not hint at %s', (_, code) => expect(hints(code)).toEqual([]));
  });
});
