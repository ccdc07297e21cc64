import { describe, expect, it } from '@jest/globals';
import { given } from './support.js';

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
      message: '2 constructors with more than 6 arguments',
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
      message: '1 struct with more than 6 public fields and no builder',
      evidence: [{ path: 'src/lib.rs', line: 1 }],
    });
    const made = `#[derive(Serialize)]\npub struct A { ${fields(7)} }\nimpl A { pub fn new(a: u8) -> Self { } }`;
    expect(of(made)).toMatchObject({ status: 'unmet', evidence: [{ line: 2 }] });
  });

  describe('false alarms', () => {
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
});
