import { describe, expect, it } from '@jest/globals';
import { judge, snapshot } from '../../support/snapshots.js';
import { CARGO, given } from './support.js';

describe('input-validation', () => {
  const hints = (code: string) =>
    (given('input-validation', code).hints ?? []).map(({ path, line, message }) => `${path}:${line} ${message}`);

  it('hints at public functions that take text or bytes and return no Result', () => {
    const code =
      'pub fn a(s: &str) {}\npub fn b(s: String) -> u8 { 0 }\npub fn c(s: &[u8]) -> bool { true }\npub struct P;\nimpl P { pub fn d(&self, s: impl Into<String>) -> Self { P } }\npub trait T { fn e(s: &str); }\npub fn f(s: &str) -> Option<u8> { None }';
    expect(hints(code)).toEqual([
      'src/lib.rs:1 `crate::a` takes text or bytes and returns no `Result`',
      'src/lib.rs:2 `crate::b` takes text or bytes and returns no `Result`',
      'src/lib.rs:3 `crate::c` takes text or bytes and returns no `Result`',
      'src/lib.rs:5 `crate::P::d` takes text or bytes and returns no `Result`',
      'src/lib.rs:6 `crate::T::e` takes text or bytes and returns no `Result`',
      'src/lib.rs:7 `crate::f` takes text or bytes and returns no `Result`',
    ]);
  });

  it('does not concern a binary', () => {
    expect(judge('input-validation', snapshot({ 'Cargo.toml': CARGO, 'src/main.rs': 'fn main() {}' })).status).toBe(
      'not-applicable',
    );
  });

  describe('false alarms', () => {
    it.each([
      [
        'functions that return a Result',
        'pub fn a(s: &str) -> Result<(), E> {}\npub fn b(s: &[u8]) -> crate::Result<u8> {}\npub fn c(s: &str) -> io::Result<()> {}',
      ],
      [
        'functions that nobody outside can call',
        'fn a(s: &str) {}\npub(crate) fn b(s: &str) {}\nmod c { pub fn d(s: &str) {} }',
      ],
      [
        'functions that take neither',
        'pub fn a(n: u8) {}\npub fn b(n: &u8) {}\npub fn c() -> String {}\npub fn d(p: Parcel) {}',
      ],
      ['tests', '#[cfg(test)]\npub fn a(s: &str) {}'],
    ])('does not hint at %s', (_, code) => expect(hints(code)).toEqual([]));
  });
});
