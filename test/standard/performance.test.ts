import { describe, expect, it } from '@jest/globals';
import {
  changedBy,
  edit,
  judge,
  leftAside,
  READY_TEXTS,
  snapshot,
  type Texts,
  withoutText,
} from '../support/snapshots.js';

const CARGO = '[package]\nname = "cim-parcel"\nversion = "0.1.0"\nedition = "2021"\n';
const CI = '.github/workflows/ci.yml';
const given = (id: string, code: string, rest: Texts = {}) =>
  judge(id, snapshot({ 'Cargo.toml': CARGO, 'src/lib.rs': code, ...rest }));
const hintsOf = (id: string, code: string, rest: Texts = {}) =>
  (given(id, code, rest).hints ?? []).map(({ path, line, message }) => `${path}:${line} ${message}`);

describe('the ready module', () => {
  it.each(['benchmarks-run', 'async-correctness'])('meets %s', id => {
    expect(judge(id, snapshot(READY_TEXTS)).status).toBe('met');
  });

  it.each(['memory-limits', 'no-leaks', 'documented-complexity'])('leaves %s to a maintainer’s word', id => {
    expect(judge(id, snapshot(READY_TEXTS))).toMatchObject({
      status: 'unknown',
      message: expect.stringContaining('not attested'),
    });
  });

  it.each([
    ['benchmarks-run', edit(CI, 'cargo bench --all-features', 'cargo bench --all-features --no-run')],
    [
      'async-correctness',
      edit(
        'src/main.rs',
        '    let mut terminate =',
        '    tokio::spawn(async move {\n        drain().await?;\n        Ok::<(), ParcelError>(())\n    });\n    let mut terminate =',
      ),
    ],
  ])('is unready in %s alone by one edit', (id, change) => {
    expect(changedBy(change)).toEqual({ [id]: 'unmet' });
  });
});

describe('benchmarks-run', () => {
  const BENCH = { 'benches/replay.rs': 'fn a(c: &mut Criterion) { c.bench_function("replay of 1,000 events", f); }' };
  const of = (texts: Texts) => given('benchmarks-run', '', { ...BENCH, ...texts });
  const workflow = (run: string, on = 'push') =>
    `on: ${on}\njobs:\n  speed:\n    runs-on: ubuntu-latest\n    steps:\n      - ${run}\n`;

  it('finds that there is no workflow, or none that runs them', () => {
    expect(of({})).toMatchObject({
      status: 'unmet',
      count: 1,
      evidence: [{ message: expect.stringContaining('cargo bench') }],
    });
    expect(of({ [CI]: workflow('run: cargo test') })).toMatchObject({
      status: 'unmet',
      message: 'no workflow runs the benchmarks',
      evidence: [{ path: CI, line: 2, message: 'no job runs the benchmarks: add a job that runs `cargo bench`' }],
    });
  });

  it.each([
    ['compiling them', workflow('run: cargo bench --no-run')],
    ['compiling them as tests', workflow('run: cargo build --benches')],
    ['a word in a text', workflow('run: echo "cargo bench"')],
    ['a comment', workflow('run: cargo test # cargo bench')],
    ['a step that never runs', workflow('run: cargo bench\n        if: false')],
  ])('does not count %s', (_, text) => {
    expect(of({ [CI]: text })).toMatchObject({ status: 'unmet', count: 1, evidence: [{ path: CI }] });
  });

  it('says that a run by hand does not come by itself', () => {
    expect(of({ [CI]: workflow('run: cargo bench', 'workflow_dispatch') })).toMatchObject({
      status: 'unmet',
      evidence: [{ path: CI, line: 6, message: expect.stringContaining('by hand') }],
    });
  });

  it.each<[string, Texts]>([
    ['cargo bench', { [CI]: workflow('run: cargo bench --bench replay') }],
    ['cargo criterion', { [CI]: workflow('run: cargo criterion') }],
    [
      'several lines',
      { [CI]: workflow('run: |\n          cargo build\n          cargo +nightly bench -- --save-baseline main') },
    ],
    ['a schedule', { [CI]: workflow('run: cargo bench', '{ schedule: [{ cron: "1 2 * * 0" }] }') }],
    ['a task of make', { [CI]: workflow('run: make bench'), Makefile: 'bench:\n\tcargo bench\n' }],
    ['a recipe of just', { [CI]: workflow('run: just speed'), justfile: 'speed:\n  cargo bench\n' }],
    ['a script', { [CI]: workflow('run: ./ci/speed.sh'), 'ci/speed.sh': '#!/bin/sh\ncargo bench\n' }],
    ['CodSpeed', { [CI]: workflow('uses: CodSpeedHQ/action@v3\n        with:\n          run: cargo codspeed run') }],
    ['a failure that is only noted', { [CI]: workflow('run: cargo bench\n        continue-on-error: true') }],
    [
      'published results',
      {
        'docs/benchmarks.md':
          '# Benchmarks\n\nVersion 1.2.0 (commit 0f3a9c2), 2026-05-03\n\n| bench | time |\n|---|---|\n| replay of 1,000 events | 12.4 µs |\n',
      },
    ],
  ])('is met with %s', (_, texts) => {
    expect(of(texts).status).toBe('met');
  });

  it.each([
    ['no bench', '# Performance\n\nVersion 1.2.0, 2026-05-03: a parcel takes 12 ms.\n'],
    ['no version', '# Performance\n\n2026-05-03: replay takes 12 ms.\n'],
    ['no date', '# Performance\n\nVersion 1.2.0: replay takes 12 ms.\n'],
    ['no result', '# Performance\n\nVersion 1.2.0, 2026-05-03: replay is fast.\n'],
  ])('takes no document for results that names %s', (_, text) => {
    expect(of({ 'docs/performance.md': text }).status).toBe('unmet');
  });

  it('is unknown where something could not be followed', () => {
    const remote = 'on: push\njobs:\n  speed:\n    uses: cim/workflows/.github/workflows/bench.yml@v1\n';
    expect(of({ [CI]: remote })).toMatchObject({
      status: 'unknown',
      message: expect.stringContaining('another repository'),
    });
    expect(of({ [CI]: 'on: push\njobs: [\n' }).status).toBe('unknown');
  });
});

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
          message: '`std::thread::sleep` blocks the thread of other tasks: use the runtime’s `sleep`',
        },
        { line: 4, message: expect.stringContaining('use `tokio::fs`, or `spawn_blocking`') },
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
    ['a guard in a closure', 'async fn f() { let n = v.iter().map(|a| a.lock().unwrap().len()).sum();\n h(n).await; }'],
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
    expect(of(code)).toMatchObject({ status: 'met', message: 'asynchronous code does not block', evidence: [] });
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
});

describe('memory-limits', () => {
  it('hints at what measures memory and at limits', () => {
    expect(
      hintsOf('memory-limits', 'use dhat::Alloc;\n#[global_allocator]\nstatic A: dhat::Alloc = dhat::Alloc;', {
        'docs/operations.md': '# Operations\n\nThe memory budget is 64 MB.\n',
        'compose.yaml': 'services:\n  parcel:\n    mem_limit: 64m\n',
        'deploy/parcel.yaml': 'resources:\n  limits:\n    memory: "64Mi"\n',
        'nixos/parcel.nix': '{ serviceConfig.MemoryMax = "64M"; }\n',
      }),
    ).toEqual([
      'compose.yaml:3 it speaks of `mem_limit`',
      'deploy/parcel.yaml:3 it speaks of `memory: "64Mi`',
      'docs/operations.md:3 it speaks of `memory budget`',
      'nixos/parcel.nix:1 it speaks of `MemoryMax`',
      'src/lib.rs:1 it uses `dhat`',
    ]);
  });

  it.each([
    ['memory in passing', { 'README.md': 'Stores parcels in memory. Memory: in-process.' }],
    ['nothing', {}],
  ])('hints at nothing with %s', (_, texts) => expect(hintsOf('memory-limits', '', texts)).toEqual([]));

  it('hints at nothing in files that are left aside', () => {
    const whole = snapshot({ 'Cargo.toml': CARGO, 'src/lib.rs': '', 'deploy/made.yaml': 'memory: 64Mi' });
    expect(judge('memory-limits', whole).hints).toHaveLength(1);
    expect(judge('memory-limits', leftAside(whole, 'deploy/made.yaml')).hints ?? []).toEqual([]);
  });
});

describe('no-leaks', () => {
  it('hints at what keeps memory, at types that hold themselves, and at what looks for leaks', () => {
    const code = [
      'use std::mem;',
      'fn f() {',
      '    mem::forget(a);',
      '    Box::leak(b);',
      '    ManuallyDrop::new(c);',
      '    name.leak();',
      '}',
      'pub struct Node { next: Option<Rc<RefCell<Node>>> }',
      'pub struct Parcel { route: Arc<Mutex<Route>> }',
      'pub struct Route { parcels: Vec<Parcel> }',
    ].join('\n');
    const workflow = { [CI]: 'on: push\njobs:\n  a:\n    steps:\n      - run: cargo +nightly miri test\n' };
    expect(hintsOf('no-leaks', code, workflow)).toEqual([
      'src/lib.rs:3 `mem::forget` keeps memory',
      'src/lib.rs:4 `Box::leak` keeps memory',
      'src/lib.rs:5 `ManuallyDrop::new` keeps memory',
      'src/lib.rs:6 `leak` keeps memory',
      'src/lib.rs:8 an `Rc` or `Arc` of `Node` may lead back to it',
      'src/lib.rs:9 an `Rc` or `Arc` of `Parcel` may lead back to it',
      '.github/workflows/ci.yml:5 CI runs `miri`',
    ]);
  });

  it.each([
    ['a Weak that leads back', 'struct Node { parent: Weak<Node>, up: Arc<Up> }\nstruct Up { down: Weak<Node> }'],
    [
      'a Box that leads back',
      'struct Node { next: Option<Box<Node>> }\nenum Tree { Leaf, Fork(Box<Tree>, Box<Tree>) }',
    ],
    ['an Arc of something else', 'struct Parcel { route: Arc<Route> }\nstruct Route { stops: Vec<Stop> }'],
    ['tests', '#[cfg(test)]\nmod t { struct N { n: Rc<N> } fn f() { std::mem::forget(a); } }'],
    ['words in texts and comments', 'fn f() { g("Box::leak(a)"); /* mem::forget(a) */ }'],
  ])('hints at nothing with %s', (_, code) => expect(hintsOf('no-leaks', code)).toEqual([]));
});

describe('documented-complexity', () => {
  it('hints at nested loops and recursion of public functions without O(…)', () => {
    const code = [
      'pub fn pairs(v: &[u8]) { for a in v { for b in v { g(a, b); } } }',
      'pub fn depth(n: u8) -> u8 { depth(n - 1) }',
      'pub struct Tree;',
      'impl Tree {',
      '    /// Walks all.',
      '    pub fn walk(&self) { self.walk() }',
      '    pub fn build(n: u8) -> Self { Self::build(n) }',
      '}',
    ].join('\n');
    expect(hintsOf('documented-complexity', code)).toEqual([
      'src/lib.rs:1 `crate::pairs` has nested loops, and names no complexity',
      'src/lib.rs:2 `crate::depth` calls itself, and names no complexity',
      'src/lib.rs:6 `crate::Tree::walk` calls itself, and names no complexity',
      'src/lib.rs:7 `crate::Tree::build` calls itself, and names no complexity',
    ]);
  });

  it.each([
    ['a documented complexity', '/// All pairs, in O(n²).\npub fn pairs(v: &[u8]) { for a in v { for b in v {} } }'],
    ['one loop after the other', 'pub fn f(v: &[u8]) { for a in v {} while g() {} }'],
    [
      'bounds over lifetimes',
      "pub fn f(v: &dyn for<'a> Fn(&'a u8)) { for a in v { h::<dyn for<'b> Fn(&'b u8)>(a); } }",
    ],
    ['functions that nobody outside can call', 'fn f() { for a in v { for b in v {} } }'],
    [
      'another type’s method of the same name',
      'pub struct A;\nimpl A { pub fn len(&self) -> usize { self.items.len() } pub fn new() -> Self { B::new() } }',
    ],
  ])('hints at nothing with %s', (_, code) => expect(hintsOf('documented-complexity', code)).toEqual([]));

  it('does not concern a binary', () => {
    expect(
      judge('documented-complexity', snapshot({ 'Cargo.toml': CARGO, 'src/main.rs': 'fn main() {}' })).status,
    ).toBe('not-applicable');
  });
});
