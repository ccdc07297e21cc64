import { describe, expect, it } from '@jest/globals';
import { changedBy, edit, judge, READY_TEXTS, snapshot, type Texts } from '../support/snapshots.js';

const CARGO = '[package]\nname = "cim-parcel"\nversion = "0.1.0"\nedition = "2021"\n';
const given = (id: string, code: string, rest: Texts = {}) =>
  judge(id, snapshot({ 'Cargo.toml': CARGO, 'src/lib.rs': code, ...rest }));

describe('the ready module', () => {
  it.each(['standard-traits', 'builders', 'async-first', 'error-types', 'error-enum'])('meets %s', id => {
    expect(judge(id, snapshot(READY_TEXTS))).toMatchObject({ status: 'met', evidence: [] });
  });

  it.each([
    [
      'standard-traits',
      edit('src/bus.rs', '#[derive(Debug, Clone)]\npub struct ParcelBus', '#[derive(Clone)]\npub struct ParcelBus'),
    ],
    ['builders', edit('src/events.rs', '#[non_exhaustive]\npub struct Envelope', 'pub struct Envelope')],
    [
      'async-first',
      edit(
        'src/parcel.rs',
        'events.iter().fold',
        'std::thread::sleep(std::time::Duration::from_millis(1));\n        events.iter().fold',
      ),
    ],
    [
      'error-types',
      edit(
        'src/parcel.rs',
        'pub fn deliver(&self) -> Result<ParcelEvent, ParcelError>',
        'pub fn deliver(&self) -> Result<ParcelEvent, String>',
      ),
    ],
    ['error-enum', edit('src/error.rs', '    #[error("the bus refused: {0}")]\n', '')],
  ])('is unready in %s alone by one edit', (id, change) => {
    expect(changedBy(change)).toEqual({ [id]: 'unmet' });
  });
});

describe('standard-traits', () => {
  const of = (code: string, rest?: Texts) => given('standard-traits', code, rest);

  it('finds public types without Debug, by their place', () => {
    expect(
      of('#[derive(Debug)]\npub struct A;\n\n#[derive(Clone)]\npub struct B;\npub enum C { D }\npub union E { f: u8 }'),
    ).toMatchObject({
      status: 'unmet',
      message: '3 of 4 public types without Debug',
      evidence: [
        { path: 'src/lib.rs', line: 5, column: 12, message: 'struct `B` does not implement `Debug`: derive it' },
        { path: 'src/lib.rs', line: 6 },
        { path: 'src/lib.rs', line: 7 },
      ],
    });
  });

  it.each([
    ['an implementation by hand', 'pub struct A;\nimpl std::fmt::Debug for A { }'],
    ['an implementation for a generic type', 'pub struct A<T>(T);\nimpl<T: Copy> fmt::Debug for A<T> where T: Eq { }'],
    ['an implementation in another module', 'pub struct A;\nmod imp { impl std::fmt::Debug for super::A { } }'],
    ['a trait under another name', 'use std::fmt::Debug as Show;\npub struct A;\nimpl Show for A { }'],
    ['a derive among others', '#[derive(\n    Clone,\n    std::fmt::Debug, // for logs\n)]\npub struct A;'],
    ['a derive behind a feature', '#[cfg_attr(feature = "extra", derive(Debug))]\npub struct A;'],
    ['two derives', '#[derive(Clone)]\n#[derive(Debug)]\npub struct A;'],
    [
      'a macro of the crate that names the type',
      'pub struct A;\nmacro_rules! shown { ($($how:ident)*) => { $(impl fmt::$how for A { })* } }\nshown! { Debug Display }',
    ],
    [
      'a macro of the crate that names the trait',
      'pub struct A;\nmacro_rules! printed { ($a:ty) => { impl std::fmt::Debug for $a { } } }\nprinted!(A);',
    ],
    ['a macro whose name says so', 'pub struct A;\nopaque_debug::implement!(A);'],
    [
      'a derive that is customized',
      '#[derive(CustomDebug)]\npub struct A;\n#[derive(derive_more::Debug)]\npub struct B;',
    ],
    ['an attribute that writes Debug among others', '#[educe(Clone, Debug)]\n#[derive(Educe)]\npub struct A;'],
    ['a macro call that names both', 'pub struct A;\nimpl_debug!(A, Debug);'],
    ['an attribute that writes it', '#[aliri_braid::braid(serde)]\npub struct A;\n#[cw_serde]\npub struct B { c: u8 }'],
    ['a derive of another name', '#[derive(Derivative)]\n#[derivative(Debug)]\npub struct A(u8);'],
    [
      'types that nobody outside can reach',
      '#[derive(Debug)]\npub struct A;\nstruct B;\npub(crate) struct C;\nmod d { pub struct E; }',
    ],
    ['hidden types', '#[derive(Debug)]\npub struct A;\n#[doc(hidden)]\npub struct B;'],
    ['types of tests', '#[derive(Debug)]\npub struct A;\n#[cfg(test)]\npub struct B;'],
    ['types without Clone, PartialEq or Default', '#[derive(Debug)]\npub struct A;'],
  ])('is met with %s', (_, code) => {
    expect(of(code)).toMatchObject({ status: 'met', evidence: [] });
  });

  it('takes no macro call for one that names only the type, or only the trait', () => {
    expect(of('pub struct A;\nmacro_rules! sized { ($a:ty) => { impl Big for $a { } } }\nsized!(A);').status).toBe(
      'unmet',
    );
    expect(of('pub struct A;\nshown! { Debug }').status).toBe('unmet');
  });

  it('does not concern a library without public types', () => {
    expect(of('pub trait A {}\npub type B = u8;\npub fn f() {}').status).toBe('not-applicable');
    expect(judge('standard-traits', snapshot({ 'Cargo.toml': CARGO, 'src/main.rs': 'fn main() {}' })).status).toBe(
      'not-applicable',
    );
  });
});

describe('builders', () => {
  const of = (code: string) => given('builders', code);
  const fields = (n: number, visibility = 'pub ') =>
    Array.from({ length: n }, (_, index) => `${visibility}f${index}: u8`).join(', ');
  const args = (n: number) => Array.from({ length: n }, (_, index) => `a${index}: u8`).join(', ');

  it('finds constructors with over six arguments', () => {
    expect(
      of(
        `pub struct A;\nimpl A {\n    pub fn new(${args(7)}) -> Self { A }\n    pub fn with_all(&self, ${args(7)}) -> Result<A, E> { A }\n}`,
      ),
    ).toMatchObject({
      status: 'unmet',
      severity: 'should',
      message: '2 constructors with over 6 arguments',
      evidence: [
        { path: 'src/lib.rs', line: 3 },
        { path: 'src/lib.rs', line: 4 },
      ],
    });
  });

  it('takes no type for a builder whose build gives another one', () => {
    const code = `pub struct A { ${fields(9)} }\npub struct B { }\nimpl B { pub fn build(self) -> C { } pub fn a(&self) -> A { } }`;
    expect(of(code).status).toBe('unmet');
  });

  it('finds structs with over six public fields', () => {
    expect(of(`pub struct A {\n ${fields(7)} }`)).toMatchObject({
      status: 'unmet',
      message: '1 struct with over 6 public fields and no builder',
      evidence: [{ path: 'src/lib.rs', line: 1 }],
    });
    const made = `#[derive(Serialize)]\npub struct A { ${fields(7)} }\nimpl A { pub fn new(a: u8) -> Self { } }`;
    expect(of(made)).toMatchObject({ status: 'unmet', evidence: [{ line: 2 }] });
  });

  it.each([
    [
      'six arguments besides self',
      `pub struct A;\nimpl A { pub fn new(${args(6)}) -> Self { A } pub fn with(self, ${args(6)}) -> Self { A } }`,
    ],
    [
      'many arguments of what makes no type',
      `pub fn draw(${args(9)}) -> bool { true }\npub struct A;\nimpl A { pub fn at(&self, ${args(9)}) -> u8 { 0 } }`,
    ],
    [
      'many arguments of what is not public',
      `pub struct A;\nimpl A { fn new(${args(9)}) -> Self { A } pub(crate) fn from(${args(9)}) -> Self { A } }`,
    ],
    [
      'arguments with commas in their types',
      'pub struct A;\nimpl A { pub fn new(a: (u8, u8, u8), b: HashMap<K, V>, c: [u8; 3], d: impl Fn(u8, u8) -> u8) -> Self { A } }',
    ],
    ['private fields', `pub struct A { ${fields(12, '')} }\npub struct B { ${fields(12, 'pub(crate) ')} }`],
    ['Default', `#[derive(Default)]\npub struct A { ${fields(9)} }`],
    ['Default by hand', `pub struct A { ${fields(9)} }\nimpl Default for A { fn default() -> Self { } }`],
    ['a builder of its name', `pub struct A { ${fields(9)} }\npub struct ABuilder { }`],
    [
      'a derived builder',
      `#[derive(derive_builder::Builder)]\npub struct A { ${fields(9)} }\n#[derive(TypedBuilder)]\npub struct B { ${fields(9)} }`,
    ],
    [
      'a builder of another name, whose build gives it',
      `pub struct A { ${fields(9)} }\npub struct Trial { }\nimpl Trial { pub fn build(self) -> Result<A, E> { } }`,
    ],
    [
      'setters by the names of its fields',
      `pub struct A { ${fields(9)} }\nimpl A { pub fn f1(mut self, f1: u8) -> Self { self } }`,
    ],
    [
      'a builder that an attribute makes of a function',
      `pub struct A { ${fields(9)} }\n#[bon::bon]\nimpl A { #[builder] pub fn new(${args(9)}) -> Self { } }`,
    ],
    ['a function builder()', `pub struct A { ${fields(9)} }\nimpl A { pub fn builder() -> B { } }`],
    [
      'chained with_ methods',
      `pub struct A { ${fields(9)} }\nimpl A { pub fn with_f1(mut self, f1: u8) -> Self { self } }`,
    ],
    ['non_exhaustive', `#[non_exhaustive]\npub struct A { ${fields(9)} }`],
    [
      'messages',
      `#[derive(Debug, Serialize)]\npub struct A { ${fields(9)} }\n#[derive(serde::Deserialize)]\npub struct B { ${fields(9)} }`,
    ],
    ['variants with many fields', `pub enum A { B { ${fields(9, '')} } }`],
  ])('is met with %s', (_, code) => {
    expect(of(code)).toMatchObject({ status: 'met', evidence: [] });
  });
});

describe('async-first', () => {
  const TOKIO = { 'Cargo.toml': `${CARGO}\n[dependencies]\ntokio = "1"\n` };
  const of = (code: string, rest: Texts = TOKIO) => given('async-first', code, rest);

  it('finds what blocks in public functions', () => {
    const code =
      'use std::net::TcpStream;\nuse std::{fs, thread};\npub fn wait() { thread::sleep(D); }\npub fn connect() { TcpStream::connect("a:1"); }\npub fn run() { Handle::current().block_on(async {}); futures::executor::block_on(a); }\npub fn get() { reqwest::blocking::get("a"); }\npub async fn load() { fs::read("a"); std::process::Command::new("a"); }\n';
    expect(of(code)).toMatchObject({
      status: 'unmet',
      severity: 'should',
      evidence: [
        {
          path: 'src/lib.rs',
          line: 3,
          message: '`std::thread::sleep` blocks the thread, and the public function `crate::wait` comes here',
        },
        { line: 4 },
        { line: 5 },
        { line: 5 },
        { line: 6 },
        { line: 7 },
        { line: 7 },
      ],
    });
  });

  it('follows calls through the crate', () => {
    const code = 'mod a;\npub struct P;\nimpl P { pub fn go(&self) { self.step() } fn step(&self) { a::pause() } }';
    expect(
      of(code, { ...TOKIO, 'src/a.rs': 'pub fn pause() {\n    rest();\n}\nfn rest() { std::thread::sleep(D) }' }),
    ).toMatchObject({
      status: 'unmet',
      evidence: [{ path: 'src/a.rs', line: 4, message: expect.stringContaining('`crate::P::go`') }],
    });
  });

  it('finds the methods of public traits in their impls for public types', () => {
    const code = `pub trait Weighs { fn grams(&self) -> u8; fn settle(&self) { std::thread::sleep(D); } }
pub struct Scale;
impl Weighs for Scale {
    fn grams(&self) -> u8 { std::thread::sleep(D); 0 }
}
impl Iterator for Scale {
    fn next(&mut self) -> Option<u8> { rest() }
}
fn rest() -> Option<u8> { futures::executor::block_on(a) }
trait Private { fn f(&self); }
impl Private for Scale { fn f(&self) { std::thread::sleep(D); } }
struct Own;
impl Iterator for Own { fn next(&mut self) -> Option<u8> { std::thread::sleep(D); None } }`;
    expect(of(code).evidence.map(({ line, message }) => `${line} ${message.split('`')[3]}`)).toEqual([
      '1 crate::Weighs::settle',
      '4 crate::Scale::grams',
      '9 crate::Scale::next',
    ]);
  });

  it('finds files that an async function reads through a function of the crate', () => {
    const code =
      'pub async fn load() { read() }\nfn read() -> u8 {\n    std::fs::read("a")\n}\npub fn parse() { read(); }';
    expect(of(code)).toMatchObject({ evidence: [{ line: 3, message: expect.stringContaining('`crate::load`') }] });
    expect(of(code.replace('async ', '')).status).toBe('met');
    expect(of(code.replace('{ read() }', '{ other::read() }')).status).toBe('met');
  });

  it.each([
    [
      'a thread of its own, imported',
      'use std::thread::{spawn, Builder};\nuse std::thread as threads;\npub async fn f() { spawn(|| block_on(a)); Builder::new().spawn(move || rest()); threads::spawn(rest_of); }\nfn rest() { block_on(a) }',
    ],
    [
      'a thread of its own inside of a macro call',
      'cfg_if::cfg_if! { if #[cfg(feature = "rt")] { pub async fn f() { std::thread::spawn(move || rt.block_on(a)); } } }',
    ],
    [
      'the runtime’s own calls',
      'use tokio::{fs, net::TcpStream, time::sleep};\npub async fn f() { sleep(D).await; fs::read("a").await; TcpStream::connect("a").await; tokio::process::Command::new("a"); }',
    ],
    [
      'addresses',
      'use std::net::{IpAddr, SocketAddr};\npub fn f(a: IpAddr) -> SocketAddr { SocketAddr::new(a, 1); std::net::Ipv4Addr::new(1, 2, 3, 4) }',
    ],
    [
      'spawn_blocking',
      'pub async fn f() { tokio::task::spawn_blocking(move || { std::thread::sleep(D); std::fs::read("a") }).await; }',
    ],
    ['a thread of its own', 'pub fn f() { std::thread::spawn(|| loop { std::thread::sleep(D); }); }'],
    [
      'a thread of its own, with what it takes along',
      'pub fn f(&self) { std::thread::Builder::new().name(n).spawn({ let own = self.own.clone(); move || handle.block_on(own.run()) }).ok(); }',
    ],
    ['Drop', 'pub struct A;\nimpl Drop for A { fn drop(&mut self) { futures::executor::block_on(self.close()); } }'],
    ['files in functions that are not async', 'pub fn load() { std::fs::read("a"); }'],
    ['private functions that nobody public calls', 'fn f() { std::thread::sleep(D); }\npub(crate) fn g() { f() }'],
    ['tests', '#[cfg(test)]\npub fn f() { std::thread::sleep(D); }'],
    ['words in texts and comments', 'pub async fn f() { g("std::thread::sleep(1)"); /* std::thread::sleep(1) */ }'],
  ])('is met with %s', (_, code) => {
    expect(of(code)).toMatchObject({ status: 'met', evidence: [] });
  });

  it('does not concern a crate without a runtime or a network client', () => {
    const code = 'pub fn f() { std::thread::sleep(D); }';
    expect(of(code, {}).status).toBe('not-applicable');
    expect(of(code, { 'Cargo.toml': `${CARGO}\n[dev-dependencies]\ntokio = "1"\n` }).status).toBe('not-applicable');
  });
});

describe('error-types', () => {
  const of = (code: string, rest?: Texts) => given('error-types', code, rest);

  it('takes a type of any name for one', () => {
    expect(of('\npub struct constructor;\npub fn f() -> Result<(), constructor> { }').status).toBe('met');
    expect(of('\npub fn f() -> Result<(), toString> { }').status).toBe('met');
  });

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
          message: `\`crate::f\` returns \`${untyped}\` as its error: return a type of the crate`,
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

  it('does not concern a binary', () => {
    const main = 'fn main() -> Result<(), Box<dyn std::error::Error>> { }';
    expect(judge('error-types', snapshot({ 'Cargo.toml': CARGO, 'src/main.rs': main })).status).toBe('not-applicable');
  });
});

describe('error-enum', () => {
  const of = (code: string, rest?: Texts) => given('error-enum', code, rest);
  const F = 'pub fn f() -> Result<(), ParcelError> { }\n';

  it('says how many functions return it', () => {
    const code = `#[derive(Debug, thiserror::Error)]\npub enum ParcelError { #[error("gone")] Gone }\n${F}pub fn g() -> Result<u8, std::io::Error> { }`;
    expect(of(code)).toMatchObject({
      status: 'met',
      message: '1 of 2 public functions with a Result return an error of the crate',
    });
  });

  it('is met by one error type with its messages, whatever another type lacks', () => {
    const named = 'pin_project! { pub struct SendError { error: Error } }\npub struct SendError;\n';
    const error = '#[derive(Debug, thiserror::Error)]\npub enum ParcelError { #[error("gone")] Gone }\n';
    expect(of(`${error}${named}${F}pub fn g() -> Result<u8, SendError> { }`).status).toBe('met');
  });

  it('finds that no error of the crate is returned', () => {
    expect(of('\npub fn f() -> Result<(), std::io::Error> { }')).toMatchObject({
      status: 'unmet',
      evidence: [
        {
          path: 'src/lib.rs',
          line: 2,
          message: '`crate::f` returns `std::io::Error`: define one, for example with thiserror',
        },
      ],
    });
    expect(
      of('#[derive(thiserror::Error)]\n#[error("a")]\npub struct E;\npub fn f() -> std::io::Result<()> { }'),
    ).toMatchObject({
      status: 'unmet',
      evidence: [{ line: 4, message: '`crate::f` returns `std::io::Error`: the crate has an error type: return it' }],
    });
  });

  it.each([
    ['a default', 'pub type Result<T, E = ParcelError> = std::result::Result<T, E>;\npub fn f() -> Result<u8> { }'],
    [
      'a module',
      'pub mod error { pub type Result<T> = std::result::Result<T, crate::ParcelError>; }\npub fn f() -> error::Result<u8> { }',
    ],
    [
      'an import',
      'pub mod error { pub type Outcome<T> = Result<T, crate::ParcelError>; }\nuse error::Outcome as Done;\npub fn f() -> Done<u8> { }',
    ],
  ])('sees through an alias with %s', (_, code) => {
    const error = '#[derive(Debug, thiserror::Error)]\npub enum ParcelError { #[error("a")] A }\n';
    expect(of(error + code).message).toBe('1 of 1 public function with a Result return an error of the crate');
  });

  it('finds an enum that implements no Error', () => {
    expect(of(`#[derive(Debug)]\npub enum ParcelError { Gone }\n${F}`)).toMatchObject({
      status: 'unmet',
      evidence: [{ line: 3 }],
    });
  });

  it('finds variants without a message', () => {
    const code = `#[derive(Debug, thiserror::Error)]\npub enum ParcelError {\n    #[error("gone")]\n    Gone,\n    Lost,\n}\n${F}`;
    expect(of(code)).toMatchObject({
      status: 'unmet',
      message: '1 variant of errors without a message',
      evidence: [{ path: 'src/lib.rs', line: 5, message: '`ParcelError::Lost` has no message: write `#[error("…")]`' }],
    });
  });

  it.each([
    [
      'an implementation by hand',
      `pub enum ParcelError { A, B }\nimpl std::fmt::Display for ParcelError { }\nimpl std::error::Error for ParcelError {}\n${F}`,
    ],
    [
      'core’s trait, imported',
      `use core::error::Error;\npub enum ParcelError { A }\nimpl core::fmt::Display for ParcelError { }\nimpl Error for ParcelError {}\n${F}`,
    ],
    ['a struct', `#[derive(Debug, Error)]\n#[error("parcel {0}")]\npub struct ParcelError(String);\n${F}`],
    [
      'an error that is passed on',
      `#[derive(Debug, Error)]\npub enum ParcelError { #[error(transparent)] Io(#[from] std::io::Error), #[error("a {x}")] B { x: u8 } }\n${F}`,
    ],
    [
      'one message for all variants',
      `#[derive(Debug, Error)]\n#[error("parcel: {self:?}")]\npub enum ParcelError { A, B }\n${F}`,
    ],
    ['snafu', `#[derive(Debug, Snafu)]\npub enum ParcelError { #[snafu(display("gone"))] Gone, Lost }\n${F}`],
    ['displaydoc', `#[derive(Debug, Display, Error)]\npub enum ParcelError {\n    /// gone\n    Gone,\n}\n${F}`],
    [
      'an alias of Result',
      '#[derive(Debug, Error)]\npub enum ParcelError { #[error("a")] A }\npub type Result<T> = std::result::Result<T, ParcelError>;\npub fn f() -> crate::Result<()> { }',
    ],
    [
      'Error as an associated type of its own',
      `#[derive(Debug, Error)]\npub enum ParcelError { #[error("a")] A }\npub struct P;\nimpl P { pub fn new() -> Result<Self, ParcelError> { } }`,
    ],
    [
      'an error boxed',
      '#[derive(Debug, Error)]\npub enum ParcelError { #[error("a")] A }\npub fn f() -> Result<(), Box<ParcelError>> { }',
    ],
    [
      'an error in a report of error-stack',
      '#[derive(Debug)]\npub enum ParcelError { A }\nimpl fmt::Display for ParcelError { }\nimpl error_stack::Context for ParcelError { }\npub fn f() -> Result<(), Report<ParcelError>> { }',
    ],
    [
      'an error in another module',
      'mod error;\npub use error::ParcelError as Error;\npub fn f() -> Result<(), Error> { }',
    ],
  ])('is met with %s', (_, code) => {
    const rest = { 'src/error.rs': '#[derive(Debug, thiserror::Error)]\npub enum ParcelError { #[error("a")] A }' };
    expect(of(code, rest)).toMatchObject({ status: 'met', evidence: [] });
  });

  it('does not concern a library that cannot fail', () => {
    expect(of('pub fn f() -> Option<u8> { None }').status).toBe('not-applicable');
    expect(of('fn f() -> Result<(), String> { }').status).toBe('not-applicable');
  });
});
