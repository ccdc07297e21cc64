import { describe, expect, it } from '@jest/globals';
import { judge, snapshot, type Texts } from '../../support/snapshots.js';
import { CARGO, given } from './support.js';

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

  describe('false alarms', () => {
    it.each([
      ['an implementation by hand', 'pub struct A;\nimpl std::fmt::Debug for A { }'],
      [
        'an implementation for a generic type',
        'pub struct A<T>(T);\nimpl<T: Copy> fmt::Debug for A<T> where T: Eq { }',
      ],
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
      [
        'an attribute that writes it',
        '#[aliri_braid::braid(serde)]\npub struct A;\n#[cw_serde]\npub struct B { c: u8 }',
      ],
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
  });
});
