import { describe, expect, it } from '@jest/globals';
import { fallibleTasks, findHazards, hasAsyncCode } from '../../../src/facts/code/async-hazards.js';
import { library } from './support.js';

const hazards = (text: string) => {
  const file = library(text);
  return findHazards(file, fallibleTasks([file])).map(({ kind, line }) => `${line} ${kind}`);
};

describe('in asynchronous code', () => {
  it.each([
    ['a thread that sleeps', 'async fn f() { std::thread::sleep(d); }', ['1 blocking']],
    ['a thread that sleeps, imported', 'use std::thread;\nasync fn f() { thread::sleep(d); }', ['2 blocking']],
    ['a file that is read', 'use std::fs;\nasync fn f() { let a = fs::read_to_string(p)?; }', ['2 blocking']],
    ['a file that is opened', 'use std::fs::File;\nfn f() { async move { File::open(p) }; }', ['2 blocking']],
    ['a blocking client', 'async fn f() { reqwest::blocking::get(u)?; }', ['1 blocking']],
    [
      'a runtime in a runtime',
      'async fn f() { rt.block_on(g()); futures::executor::block_on(h()); }',
      ['1 blocking', '1 blocking'],
    ],
    ['a std guard over an await', 'async fn f() {\n let g = m.lock().unwrap();\n h().await;\n}', ['2 guard']],
    [
      'a read guard with a reason',
      'async fn f() {\n let mut g = m.write().expect("not poisoned");\n { h().await; }\n}',
      ['2 guard'],
    ],
    [
      'a task whose error nobody sees',
      'fn f() { tokio::spawn(async move { g().await?; Ok(()) }); }',
      ['1 lost-result'],
    ],
    [
      'a task discarded by name',
      'async fn run() -> Result<(), E> { Ok(()) }\nfn f() { let _ = tokio::spawn(run()); }',
      ['2 lost-result'],
    ],
  ])('%s', (_, text, expected) => {
    expect(hazards(text)).toEqual(expected);
  });
});

describe('no hazard', () => {
  it.each([
    ['sleeping in a function that is not async', 'fn f() { std::thread::sleep(d); }'],
    ['the sleep of the runtime', 'use tokio::time::sleep;\nasync fn f() { sleep(d).await; tokio::fs::read(p).await; }'],
    ['tokio’s files by the same name', 'use tokio::fs;\nasync fn f() { fs::read(p).await; }'],
    [
      'blocking where it is allowed',
      'async fn f() { tokio::task::spawn_blocking(move || { std::fs::read(p) }).await; std::thread::spawn(|| std::thread::sleep(d)); }',
    ],
    ['a socket of std that is bound', 'use std::net::TcpListener;\nasync fn f() { TcpListener::bind(a)?; }'],
    ['a guard that is dropped before', 'async fn f() {\n let g = m.lock().unwrap();\n drop(g);\n h().await;\n}'],
    ['a guard in a block of its own', 'async fn f() {\n { let g = m.lock().unwrap(); g.push(1); }\n h().await;\n}'],
    ['a guard that is gone within its statement', 'async fn f() {\n let n = m.lock().unwrap().len();\n h(n).await;\n}'],
    ['a lock of the runtime', 'async fn f() {\n let g = m.lock().await;\n h().await;\n}'],
    [
      'a guard beside a task that is only started',
      'async fn f() {\n let g = m.lock().unwrap();\n spawn(async move { h().await });\n}',
    ],
    ['a task whose handle is kept', 'async fn f() { let t = tokio::spawn(async { g()?; Ok(()) }); t.await; }'],
    [
      'a task that shows an error',
      'fn f() { tokio::spawn(async move { if let Err(e) = g().await { tracing::error!(?e, why = ?e, "{}", 1); } }); }',
    ],
    [
      'a guard of the head of `let … else`',
      'async fn f() { let Some(x) = m.lock().unwrap().pop() else { sleep(d).await; return; }; h(x).await; }',
    ],
    ['a task that gives nothing', 'fn f() { tokio::spawn(async move { if let Err(e) = g().await { log(e); } }); }'],
    [
      'a question mark in a closure of the task',
      'fn f() { tokio::spawn(async move { let x = v.iter().map(|a| { a.parse()? }); use_it(x); }); }',
    ],
    ['std::net addresses', 'use std::net::IpAddr;\nasync fn f() { IpAddr::from([1, 2, 3, 4]); }'],
  ])('%s', (_, text) => {
    expect(hazards(text)).toEqual([]);
  });

  it('no async code, no concern', () => {
    expect(hasAsyncCode([library('fn f() { let r#async = 1; }')])).toBe(false);
    expect(hasAsyncCode([library('fn f() -> impl Future { async { 1 } }')])).toBe(true);
  });
});
