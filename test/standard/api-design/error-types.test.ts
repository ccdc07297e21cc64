import { describe, expect, it } from '@jest/globals';
import { judge, snapshot, type Texts } from '../../support/snapshots.js';
import { CARGO, given } from './support.js';

describe('error-types', () => {
  const of = (code: string, rest?: Texts) => given('error-types', code, rest);

  it.each([
    ['String', 'Result<(), String>'],
    ['String', 'std::result::Result<u8, std::string::String>'],
    ['&str', "Result<(), &'static str>"],
    ['&str', 'Result<(), &str>'],
    ['()', 'Result<u8, ()>'],
    ['Box<dyn Error>', 'Result<(), Box<dyn std::error::Error>>'],
    ['Box<dyn Error>', 'Result<(), Box<dyn Error + Send + Sync>>'],
    ['anyhow::Error', 'anyhow::Result<()>'],
    ['anyhow::Error', 'Result<(), anyhow::Error>'],
    ['Box<dyn Error>', 'Result<(), async_nats::Error>'],
    ['String', 'Pin<Box<dyn Future<Output = Result<(), String>> + Send>>'],
    ['String', "BoxFuture<'static, Result<(), String>>"],
    ['String', 'impl Future<Output = Result<(), String>>'],
  ])('finds %s in %s', (untyped, type) => {
    expect(of(`\npub fn f() -> ${type} { }`)).toMatchObject({
      status: 'unmet',
      message: expect.stringContaining('1 of 1 public function'),
      evidence: [
        {
          path: 'src/lib.rs',
          line: 2,
          message: `\`crate::f\` returns \`${untyped}\` as its error: return an error type of the crate`,
        },
      ],
    });
  });

  it('sees through what a module above imports, and what brings a macro of the crate’s name', () => {
    const code = 'use async_nats as nats;\nuse anyhow::{anyhow, Result};\npub mod a;\npub fn f() -> Result<()> { }\n';
    const below =
      'use super::*;\npub fn g() -> Result<()> { }\npub fn h() -> std::result::Result<(), nats::Error> { }\n';
    expect(of(code, { 'src/a.rs': below }).evidence).toMatchObject([
      { path: 'src/a.rs', line: 2, message: expect.stringContaining('anyhow::Error') },
      { path: 'src/a.rs', line: 3, message: expect.stringContaining('Box<dyn Error>') },
      { path: 'src/lib.rs', line: 4, message: expect.stringContaining('anyhow::Error') },
    ]);
  });

  it('sees through aliases, imports and traits', () => {
    const code =
      'use anyhow::Result as Outcome;\ntype Fallible<T> = Result<T, Box<dyn std::error::Error>>;\ntype BoxError = Box<dyn std::error::Error + Send>;\npub fn a() -> Outcome<()> { }\npub async fn b() -> Fallible<u8> { }\npub fn c() -> Result<(), BoxError> { }\npub trait D { fn e(&self) -> Result<(), String>; }\n';
    expect(of(code).evidence.map(({ line }) => line)).toEqual([4, 5, 6, 7]);
  });

  it('does not concern a binary', () => {
    const main = 'fn main() -> Result<(), Box<dyn std::error::Error>> { }';
    expect(judge('error-types', snapshot({ 'Cargo.toml': CARGO, 'src/main.rs': main })).status).toBe('not-applicable');
  });

  describe('false alarms', () => {
    it('takes a type of any name for one', () => {
      expect(of('\npub struct constructor;\npub fn f() -> Result<(), constructor> { }').status).toBe('met');
      expect(of('\npub fn f() -> Result<(), toString> { }').status).toBe('met');
    });
    it.each([
      ['a type of the crate', 'pub enum E {}\npub fn f() -> Result<(), E> { }'],
      [
        'an alias of the crate',
        'pub type Result<T, E = Error> = std::result::Result<T, E>;\npub struct Error;\npub fn f() -> Result<String> { }\npub async fn g() -> crate::Result<()> { }',
      ],
      [
        'std errors',
        'use std::io;\npub fn f() -> io::Result<String> { }\npub fn g() -> Result<(), std::fmt::Error> { }\npub fn h(f: &mut fmt::Formatter) -> fmt::Result { }',
      ],
      [
        'a String that is the value',
        'pub struct E;\npub fn f() -> Result<String, E> { }\npub fn g() -> Option<Box<dyn std::error::Error>> { }',
      ],
      ['a generic error', 'pub fn f<E: Error>(g: impl Fn() -> Result<(), E>) -> Result<(), E> { }'],
      [
        'a callback that returns it',
        'pub fn f(g: impl Fn() -> Result<(), String>) { }\npub fn h() -> Box<dyn Fn() -> Result<(), String>> { }',
      ],
      [
        'a function that nobody outside can reach',
        'fn f() -> Result<(), String> { }\nmod a { pub fn g() -> anyhow::Result<()> { } }\npub(crate) fn h() -> Result<(), ()> { }',
      ],
      [
        'what another crate’s trait prescribes',
        'pub struct A;\nimpl FromStr for A { type Err = String; fn from_str(s: &str) -> Result<Self, String> { } }',
      ],
      [
        'an error of its own beside the associated ones of impls',
        'pub enum Error {}\npub struct A;\nimpl TryFrom<u8> for A { type Error = String; fn try_from(a: u8) -> Result<Self, Self::Error> { } }\npub fn f() -> Result<A, Error> { }\npub fn g() -> Result<A, crate::Error> { }',
      ],
      [
        'an error that each implementation names',
        'pub trait Handler { type Error; fn handle(&self) -> Result<(), Self::Error>; }\npub struct A;\nimpl Handler for A { type Error = Box<dyn std::error::Error>; fn handle(&self) -> Result<(), Self::Error> { } }',
      ],
      [
        'an error of its own beside an alias of that name elsewhere',
        'pub mod a { pub enum Error {} pub fn f() -> Result<(), Error> { } }\nmod b { pub type Error = Box<dyn std::error::Error>; }',
      ],
      ['a boxed error of its own', 'pub struct E;\npub fn f() -> Result<(), Box<E>> { }'],
      ['a type that is called Error', 'pub struct Error(anyhow::Error);\npub fn f() -> Result<(), Error> { }'],
      ['examples in documentation', '/// ```\n/// pub fn f() -> Result<(), String> { }\n/// ```\npub fn f() { }'],
      ['test code', '#[cfg(test)]\npub fn f() -> Result<(), String> { }'],
    ])('is met with %s', (_, code) => {
      expect(of(code)).toMatchObject({ status: 'met', evidence: [] });
    });
  });
});
