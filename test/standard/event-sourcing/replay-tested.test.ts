import { describe, expect, it } from '@jest/globals';
import { type Texts } from '../../support/snapshots.js';
import { module, of, PLACED, without } from './support.js';

describe('replay-tested', () => {
  const CODE = `${PLACED}pub struct Parcel;\nimpl Parcel { pub fn apply(self, e: &ParcelPlaced) -> Self { self } pub fn from_events(e: &[ParcelPlaced]) -> Self {} pub fn replay(e: &[A]) -> Self {} pub fn rebuild(e: &[A]) -> Self {} pub fn state(&self) -> u8 {} }\n`;
  const tested = (test: string, texts: Texts = {}) =>
    of('replay-tested', CODE, { 'tests/parcel.rs': `use cim_parcel::*;\n${test}`, ...texts });
  const test = (body: string, mark = '#[test]') => `${mark}\nfn it_works() {\n${body}\n}\n`;

  it('is unmet without such a test, at the first event', () => {
    expect(tested(test('assert!(Parcel::new().is_ok());'))).toMatchObject({
      status: 'unmet',
      evidence: [{ path: 'src/lib.rs', line: 3 }],
    });
  });

  it.each([
    ['asserts nothing', test('let p = Parcel::from_events(&events);')],
    ['is no test', 'fn it_works() { assert_eq!(Parcel::from_events(&events), p); }'],
    [
      'names it in a comment and a text',
      test('// Parcel::replay(&events)\nassert_eq!("Parcel::replay(&events)", text);'),
    ],
    [
      'gives one event to a projection of its own',
      test(
        'struct Count;\nimpl Count { fn replay(&mut self, events: &[ParcelPlaced]) {} }\nCount.replay(&[ParcelPlaced {}, ParcelPlaced {}]);\nassert!(true);',
      ),
    ],
    ['replays one event alone', test('let p = Parcel::from_events(&[ParcelPlaced {}]);\nassert_eq!(p.state(), 1);')],
    [
      'replays one event alone, as a local',
      test('let events = vec![ParcelPlaced {}];\nassert_eq!(Parcel::replay(&events), p);'),
    ],
    ['applies one event', test('let p = Parcel.apply(&ParcelPlaced {});\nassert_eq!(p.state(), 1);')],
    [
      'replays a type of its own',
      `struct Mock;\nimpl Mock { fn replay_all(e: &[u8]) -> Self { Mock } }\n${test('assert_eq!(Mock::replay_all(&events), Parcel);')}`,
    ],
    ['applies what are no events', test('let a = filter.apply(1).apply(2);\nassert!(a);')],
    ['is answered by a server', test('Mock::given(method("POST")).mount(&s).await;\nassert!(posts(&event));')],
    ['rebuilds an index', test('let i = Index::rebuild(&pages);\nassert!(i);')],
  ])('is unmet by code that %s', (_, code) => {
    expect(tested(code).status).toBe('unmet');
  });

  it('is unmet by a test that never names the crate', () => {
    const text = `struct P;\n${test('assert_eq!(other::P::from_events(&events), p);')}`;
    expect(of('replay-tested', CODE, { 'tests/parcel.rs': text }).status).toBe('unmet');
  });

  it('is met by a unit test, and by one in a file of its own', () => {
    const body = 'use super::*;\n#[test]\nfn it_works() { assert_eq!(Parcel::from_events(&events), p); }';
    expect(of('replay-tested', `${CODE}#[cfg(test)]\nmod tests {\n${body}\n}`)).toMatchObject({
      status: 'met',
      evidence: [{ path: 'src/lib.rs', line: 11 }],
    });
    expect(of('replay-tested', `${CODE}#[cfg(test)]\nmod tests;`, { 'src/tests.rs': body })).toMatchObject({
      status: 'met',
      evidence: [{ path: 'src/tests.rs', line: 3 }],
    });
  });

  it('is met by a test in a module of a test target', () => {
    const texts = {
      'tests/it/main.rs': 'mod common;\nmod replay;\n',
      'tests/it/common.rs': 'pub use cim_parcel::Parcel;\n',
      'tests/it/replay.rs': `use crate::common::Parcel;\n${test('assert_eq!(Parcel::from_events(&events), p);')}`,
    };
    expect(of('replay-tested', CODE, texts)).toMatchObject({
      status: 'met',
      evidence: [{ path: 'tests/it/replay.rs' }],
    });
  });

  it('is not known where a test was not read', () => {
    const texts = module(CODE, {
      'tests/it/main.rs': 'use cim_parcel::Parcel;\nmod replay;\n',
      'tests/it/replay.rs': test('assert_eq!(Parcel::from_events(&events), p);'),
    });
    expect(without('replay-tested', 'tests/it/replay.rs', texts).status).toBe('unknown');
  });

  describe('false alarms', () => {
    it.each([
      ['from_events', test('let p = Parcel::from_events(&events);\nassert_eq!(p.state(), 1);')],
      ['replay', test('assert_eq!(Parcel::replay(&history), p);')],
      ['a method of another crate’s trait', test('let p = Parcel::rehydrate(list)?;\nassert!(p.is_placed());')],
      ['rebuild', test('let p = Parcel::rebuild(&events);\nassert_eq!(p.state(), 1);')],
      [
        'a loop over a function that begins so',
        test('let mut p = Parcel;\nfor event in events { p = p.apply_event_pure(&event); }\nassert_eq!(p.state(), 1);'),
      ],
      ['from_history_of', test('let p = Parcel::from_history_of(&events);\nassert_eq!(p.state(), 1);')],
      ['hydrate_all', test('let p = Parcel::hydrate_all(&events);\nassert_eq!(p.state(), 1);')],
      ['a loop', test('let mut p = Parcel;\nfor event in &events { p = p.apply(event); }\nassert_eq!(p.state(), 1);')],
      [
        'a fold of a closure',
        test('let p = events.iter().fold(Parcel, |p, e| p.apply(e));\nassert_eq!(p.state(), 1);'),
      ],
      ['a fold of the function', test('let p = events.iter().fold(Parcel, Parcel::apply);\nassert_eq!(p.state(), 1);')],
      [
        'one event after the other',
        test('let p = Parcel.apply(&ParcelPlaced {}).apply(&ParcelPlaced {});\nassert_eq!(p.state(), 1);'),
      ],
      [
        'an async test',
        test(
          'let p = Parcel::from_events(&events);\nassert_eq!(p.state(), 1);',
          '#[tokio::test(flavor = "multi_thread")]',
        ),
      ],
      ['rstest', test('let p = Parcel::from_events(&events);\nassert_eq!(p.state(), 1);', '#[rstest]\n#[case(1)]')],
      [
        'proptest',
        'proptest! { #[test] fn p(events in any::<Vec<E>>()) { let p = Parcel::from_events(&events); prop_assert!(p.state() > 0); } }',
      ],
      [
        'a function of the test code',
        `fn parcel(events: &[E]) -> Parcel { Parcel::from_events(events) }\n${test('assert_eq!(parcel(&[]).state(), 1);')}`,
      ],
      [
        'an assertion in a function',
        `fn assert_placed(p: &Parcel) { assert_eq!(p.state(), 1); }\n${test('assert_placed(&Parcel::from_events(&events));')}`,
      ],
      ['a framework', test('ParcelTest::default().given(vec![ParcelPlaced {}]).when(Go).then_expect_events(vec![]);')],
    ])('is met by a test with %s', (_, code) => {
      expect(tested(code)).toMatchObject({ status: 'met', evidence: [{ path: 'tests/parcel.rs' }] });
    });
  });
});
