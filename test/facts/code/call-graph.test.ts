import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { buildCallGraph, reachedFrom } from '../../../src/facts/code/call-graph.js';
import { library } from './support.js';

describe('what a function may come to', () => {
  const reached = (text: string) => {
    const graph = buildCallGraph([library(text)]);
    return reachedFrom(graph.bodies.get('main') ?? [], graph)
      .map(({ owner, fn }) => (owner === undefined ? fn.name : `${owner}::${fn.name}`))
      .sort();
  };
  /** Six types with a method of one name: by its name alone nobody knows which is meant. */
  const shared = (body: string) =>
    'ABCDEF'.replaceAll(/./g, each => `struct ${each}; impl ${each} { fn new() {} fn start(&self) { ${body} } } `);

  it('is what it calls, and what that calls', () => {
    expect(
      reached('fn main() { a(); } fn a() { x.b(1); } fn c() {} struct S; impl S { fn b(&self, _: u8) {} }'),
    ).toEqual(['S::b', 'a', 'main']);
  });

  it('does not hold every method of a common name', () => {
    expect(reached(`fn main() { parcel.start(); } ${shared('')}`)).toEqual(['main']);
  });

  it('holds the method of a common name that belongs to a type which stands nearby', () => {
    expect(reached(`fn main() { let b = B::new(); b.clone().start(); } ${shared('')}`)).toEqual([
      'B::new',
      'B::start',
      'main',
    ]);
  });

  it('holds the function that shares its name with many methods', () => {
    expect(reached(`fn main() { start(); } fn start() { deep(); } fn deep() {} ${shared('')}`)).toEqual([
      'deep',
      'main',
      'start',
    ]);
  });

  it('holds that function of a common name whose module is named', () => {
    const paths = ['a', 'b', 'c', 'd', 'e', 'server'].map(name => `src/${name}.rs`);
    const files = paths.map(path => ({ ...library('pub fn run() {}'), path }));
    const graph = buildCallGraph([library('use crate::server::run; fn main() { run(); }'), ...files]);
    const found = reachedFrom(graph.bodies.get('main') ?? [], graph);
    expect(found.map(({ source }) => source.path).slice(1)).toEqual(['src/server.rs']);
  });

  it('holds the method of a field, and of Self', () => {
    const text = `struct App { inner: Arc<C> } impl App { fn run(&self) { self.inner.start(); Self::stop(); } fn stop() {} }`;
    expect(reached(`fn main() { app.run(); } ${text} ${shared('')}`)).toEqual([
      'App::run',
      'App::stop',
      'C::start',
      'main',
    ]);
  });

  it('never throws, and is found twice alike', () => {
    const words = fc.constantFrom(...'fn main struct impl A B { } ( ) . :: start new self Self , ; & < > x'.split(' '));
    fc.assert(
      fc.property(fc.array(words, { maxLength: 80 }), parts => {
        const text = `fn main() { a.start() } ${parts.join(' ')}`;
        expect(reached(text)).toEqual(reached(text));
      }),
    );
  });
});
