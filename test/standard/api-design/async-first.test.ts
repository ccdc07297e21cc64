import { describe, expect, it } from '@jest/globals';
import { type Texts } from '../../support/snapshots.js';
import { CARGO, given } from './support.js';

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
          message:
            '`std::thread::sleep` blocks the thread and is reached from the public function `crate::wait`: use an async call or `spawn_blocking`',
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

  it('looks at no functions of a binary, which can have the same names', () => {
    const main = 'fn main() { up(); }\nfn up() { get(); }\nfn get() { reqwest::blocking::get("a"); }';
    expect(of('pub fn main() { up(); }\nfn up() { other::get(); }', { ...TOKIO, 'src/main.rs': main }).status).toBe(
      'met',
    );
    expect(of('pub fn main() { get(); }', { ...TOKIO, 'src/main.rs': main }).status).toBe('met');
  });

  it('does not concern a crate without a runtime or a network client', () => {
    const code = 'pub fn f() { std::thread::sleep(D); }';
    expect(of(code, {}).status).toBe('not-applicable');
    expect(of(code, { 'Cargo.toml': `${CARGO}\n[dev-dependencies]\ntokio = "1"\n` }).status).toBe('not-applicable');
  });

  describe('false alarms', () => {
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
  });
});
