import { describe, expect, it } from '@jest/globals';
import { judge, snapshot, type Texts, withoutText } from '../../support/snapshots.js';
import { CARGO, given } from './support.js';

describe('async-correctness', () => {
  const of = (code: string, rest?: Texts) => given('async-correctness', code, rest);

  it('finds calls of functions of the crate that block', () => {
    const code = `pub async fn load(&self) {
    parse(a);
    self.store();
    async { store_all() }.await;
}
fn parse() { io::read() }
impl Store { async fn run(&self) { self.store() } fn store(&self) { std::process::Command::new("a").status(); } }
fn store_all() { std::thread::sleep(D) }
mod io { pub fn read() { std::fs::read("a"); } }`;
    expect(given('async-correctness', code).evidence).toMatchObject([
      {
        line: 2,
        message:
          '`parse` blocks the thread of other tasks by `std::fs::read` (`src/lib.rs:9`): await instead, or use `spawn_blocking`',
      },
      {
        line: 4,
        message: expect.stringContaining('`store_all` blocks the thread of other tasks by `std::thread::sleep`'),
      },
      {
        line: 7,
        message: expect.stringContaining('`store` blocks the thread of other tasks by `std::process::Command::new`'),
      },
    ]);
  });

  it('finds each hazard with its place, and counts the kinds', () => {
    const code = [
      'use std::{fs, thread};',
      'pub async fn f() {',
      '    thread::sleep(D);',
      '    let text = fs::read_to_string("a")?;',
      '    let next = queue.lock().unwrap();',
      '    send(next).await;',
      '    let held = queue.lock().expect("whole");',
      '    send(held.len()).await;',
      '    tokio::spawn(async move { send(1).await?; Ok(()) });',
      '}',
    ].join('\n');
    expect(of(code)).toMatchObject({
      status: 'unmet',
      message: '2 blocking calls, 1 guard over an await, 1 lost result',
      count: 4,
      evidence: [
        {
          path: 'src/lib.rs',
          line: 3,
          column: 5,
          message: "`std::thread::sleep` blocks the thread of other tasks: use the runtime's `sleep`",
        },
        { line: 4, message: expect.stringContaining('use `tokio::fs` or `spawn_blocking`') },
        { line: 7, message: expect.stringContaining('`held` holds a std lock over an `.await`') },
        { line: 9, message: expect.stringContaining('a `Result` that nobody sees') },
      ],
    });
  });

  it.each([
    ['a file that is opened with options', 'async fn f() { std::fs::OpenOptions::new().append(true).open(p)?; }'],
    ['a client', 'async fn f() { reqwest::blocking::Client::new(); }'],
    ['another client', 'async fn f() { ureq::get("a").call(); }'],
    ['a runtime in a runtime', 'async fn f() { Handle::current().block_on(g()); }'],
    ['a connection', 'async fn f() { std::net::TcpStream::connect("a:1")?; }'],
    ['a command that is waited for', 'async fn f() { let mut c = std::process::Command::new("git");\n c.output()?; }'],
    ['an async block', 'fn f() -> impl Future { async move { std::thread::sleep(D) } }'],
    ['an async closure', 'fn f() { g(async |a| { std::thread::sleep(D) }); }'],
    ['an async method of a trait', 'trait T { async fn f() { std::thread::sleep(D) } }'],
    ['an async function in a body', 'fn f() { async fn g() { std::thread::sleep(D) } }'],
    ['a name that the body imports', 'async fn f() { use std::fs; fs::write(p, t)?; }'],
    ['a loop of select!', 'async fn f() { select! { a = b() => { std::thread::sleep(D) } } }'],
    ['a guard with a type', 'async fn f() { let g: MutexGuard<u8> = m.lock().unwrap(); h().await; }'],
    [
      'a guard of another thread’s panic',
      'async fn f() { let g = m.lock().unwrap_or_else(|e| e.into_inner()); h().await; }',
    ],
    ['a guard that if let takes', 'async fn f() { if let Ok(mut g) = self.m.lock() { h(&mut g).await; } }'],
    ['a guard that let else takes', 'async fn f() { let Ok(g) = self.m.lock() else { return };\n h(&g).await; }'],
    [
      'a guard of an RwLock',
      'struct S(RwLock<u8>);\nimpl S { async fn f(&self) { let g = self.0.read().unwrap(); h().await; } }',
    ],
    ['a guard in an argument', 'async fn f() { h(m.lock().unwrap().len()).await; }'],
    [
      'a guard in the head of a match',
      'async fn f() { match m.lock().unwrap().next() { Some(a) => h(a).await, None => () } }',
    ],
    ['a guard in the head of a for', 'async fn f() { for a in m.lock().unwrap().iter() { h(a).await; } }'],
    ['a task by name', 'async fn g() -> Result<(), E> { Ok(()) }\nfn f() { tokio::spawn(g()); }'],
    [
      'a task of an alias of Result',
      'type Done = Result<(), E>;\nasync fn g() -> Done { Ok(()) }\nfn f() { tokio::spawn(g()); }',
    ],
    [
      'a task of a method',
      'impl S { async fn run(self) -> Result<(), E> { Ok(()) } }\nfn f(s: S) { let _ = tokio::task::spawn(s.run()); async {}; }',
    ],
  ])('finds %s', (_, code) => {
    expect(of(code)).toMatchObject({ status: 'unmet', count: 1 });
  });

  it('judges binaries too, but not tests, benches and examples', () => {
    const blocks = 'async fn f() { std::thread::sleep(D) }';
    const others = { 'tests/a.rs': blocks, 'benches/b.rs': blocks, 'examples/c.rs': blocks };
    expect(of('async fn f() {}', others).status).toBe('met');
    expect(of('', { 'src/main.rs': blocks })).toMatchObject({ status: 'unmet', evidence: [{ path: 'src/main.rs' }] });
  });

  it('does not concern code that has nothing async', () => {
    const code = 'pub fn f() { std::thread::sleep(D); let asynchronous = "async"; }\n#[cfg(test)]\nasync fn t() {}';
    expect(of(code).status).toBe('not-applicable');
    expect(of('trait T { async fn f(); }').status).toBe('not-applicable');
    expect(judge('async-correctness', snapshot({ 'flake.nix': '{}' })).status).toBe('not-applicable');
  });

  it.each(['async fn f() {}\n', ''])('is unknown while a file cannot be read, where “%s” is all that is seen', seen => {
    const whole = snapshot({ 'Cargo.toml': CARGO, 'src/lib.rs': `${seen}mod big;`, 'src/big.rs': '' });
    expect(judge('async-correctness', withoutText(whole, 'src/big.rs'))).toMatchObject({
      status: 'unknown',
      message: expect.stringContaining('src/big.rs is over the size limit'),
    });
  });

  describe('false alarms', () => {
    it.each([
      ['hands to a thread', 'async fn f() { spawn_blocking(|| read()); std::thread::spawn(move || read()); }'],
      ['calls in code that is not async', 'async fn f() {}\nfn g() { read() }'],
      ['awaits, as they are async', 'async fn f() { g().await }\nasync fn g() { tokio::fs::read("a").await }'],
      ['has from another module of that name', 'async fn f() { tokio::fs::read("a").await; other::read(); }'],
      ['only prepares', 'async fn f() { command() }\nfn command() -> Command { std::process::Command::new("a") }'],
    ])('is met by what it %s', (_, code) => {
      const read = 'fn read() { std::fs::read("a"); }\n';
      expect(given('async-correctness', read + code)).toMatchObject({ status: 'met', evidence: [] });
    });
    it.each([
      [
        'the runtime’s own calls',
        'use tokio::{fs, time::sleep};\nasync fn f() { sleep(D).await; fs::read(p).await; tokio::process::Command::new("a").output().await; }',
      ],
      ['the runtime’s files, imported in the body', 'use std::fs;\nasync fn f() { use tokio::fs; fs::read(p).await; }'],
      ['spawn_blocking', 'use tokio::task;\nasync fn f() { task::spawn_blocking(move || std::fs::read(p)).await; }'],
      [
        'spawn_blocking of a runtime’s handle',
        'async fn f() { self.handle.spawn_blocking(move || std::fs::read(p)).await; }',
      ],
      [
        'spawn_blocking of a closure with a name',
        'async fn f() { let read = move || std::fs::read(p);\n spawn_blocking(read).await; }',
      ],
      [
        'spawn_blocking of a function inside',
        'async fn f() { fn read() -> T { std::fs::read(p) }\n spawn_blocking(read).await; }',
      ],
      ['block_in_place', 'async fn f() { tokio::task::block_in_place(|| Handle::current().block_on(g())); }'],
      [
        'a thread of its own',
        'async fn f() { std::thread::Builder::new().name(n).spawn(move || { std::thread::sleep(D) }); }',
      ],
      ['a pool', 'async fn f() { self.pool.spawn(move || std::fs::read(p)); rayon::spawn(|| std::thread::sleep(D)); }'],
      [
        'the mode of a file',
        'async fn f() { tokio::fs::set_permissions(p, std::fs::Permissions::from_mode(0o600)).await; }',
      ],
      [
        'options that the runtime opens',
        'async fn f() { tokio::fs::OpenOptions::from(std::fs::OpenOptions::new()).open(p).await; }',
      ],
      [
        'a command that the runtime runs',
        'async fn f() { let c = std::process::Command::new("a");\n tokio::process::Command::from(c).output().await; }',
      ],
      [
        'a socket that is only bound',
        'async fn f() { let l = std::net::TcpListener::bind(a)?; l.set_nonblocking(true)?; tokio::net::TcpListener::from_std(l); }',
      ],
      [
        'a function that binds a socket, or gives it another form',
        'async fn f() { listener(a)?; held(s); }\nfn listener(a: A) -> R { std::net::TcpListener::bind(a) }\nfn held(s: Socket) -> TcpListener { std::net::TcpListener::from(s) }',
      ],
      ['functions that are not async', 'pub fn load() { std::fs::read(p); std::thread::sleep(D); }\nasync fn f() {}'],
      ['words in texts and comments', 'async fn f() { g("std::thread::sleep(1)"); /* std::thread::sleep(1) */ }'],
      [
        'tests',
        'async fn f() {}\n#[cfg(test)]\nmod t { async fn g() { std::thread::sleep(D) } }\n#[tokio::test]\nasync fn h() { std::fs::read(p); }',
      ],
      ['a copy of what is locked', 'async fn f() { let n = *m.lock().unwrap();\n h(n).await; }'],
      ['what is taken out in one statement', 'async fn f() { let n = m.lock().unwrap().pop();\n h(n).await; }'],
      ['a guard in a block', 'async fn f() { let n = { let g = m.lock().unwrap(); g.len() };\n h(n).await; }'],
      ['a guard that is dropped', 'async fn f() { let g = m.lock().unwrap(); drop(g);\n h().await; }'],
      ['a guard that is given away', 'async fn f() { let g = m.lock().unwrap(); count(g);\n h().await; }'],
      ['a guard in the head of an if', 'async fn f() { if m.lock().unwrap().is_empty() { h().await; } }'],
      ['a guard left of &&', 'async fn f() { if m.lock().unwrap().ready() && h().await {} }'],
      [
        'a guard in a closure',
        'async fn f() { let n = v.iter().map(|a| a.lock().unwrap().len()).sum();\n h(n).await; }',
      ],
      [
        'a guard in a closure of an awaited chain',
        'async fn f() { h(v.iter().map(|a| a.lock().unwrap().len())).await; }',
      ],
      ['a guard that if let takes and ends', 'async fn f() { if let Ok(g) = m.lock() { g.push(1); }\n h().await; }'],
      ['a guard of the next arm', 'async fn f() { match a { A => m.lock().unwrap().len(), B => h().await } }'],
      ['locks of the runtime', 'async fn f() { let g = m.lock().await; let r = l.read().await; h().await; }'],
      ['locks that give no Result', 'use parking_lot::Mutex;\nasync fn f() { let n = m.lock().len(); h(n).await; }'],
      ['a read that is no lock’s', 'async fn f() { let line = port.read().unwrap();\n h(line).await; }'],
      ['a task whose handle is kept', 'async fn f() { let t = tokio::spawn(async { g()?; Ok(()) }); t.await; }'],
      [
        'a task whose handle is pushed',
        'async fn f() { tasks.push(tokio::spawn(async { g()?; Ok(()) })); set.spawn(async { Ok(()) }); }',
      ],
      [
        'a task that handles its error',
        'async fn f() { tokio::spawn(async move { if let Err(e) = g().await { error!(e); } }); }',
      ],
      [
        'a task that gives an Option',
        'async fn f() { tokio::spawn(async move { let a = r.recv().await?; h(a); Some(()) }); }',
      ],
      [
        'a task of a type called Result by half',
        'struct RunResult;\nasync fn g() -> RunResult { RunResult }\nfn f() { tokio::spawn(g()); }',
      ],
      [
        'another type’s method of the same name',
        'async fn run() -> Result<(), E> { Ok(()) }\nfn f() { tokio::spawn(server.run()); }',
      ],
      ['a thread’s result', 'async fn f() { std::thread::spawn(|| -> Result<(), E> { g()?; Ok(()) }); }'],
    ])('is met with %s', (_, code) => {
      expect(of(code)).toMatchObject({ status: 'met', message: 'async code does not block', evidence: [] });
    });
  });
});
