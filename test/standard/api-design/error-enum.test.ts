import { describe, expect, it } from '@jest/globals';
import { type Texts } from '../../support/snapshots.js';
import { given } from './support.js';

describe('error-enum', () => {
  const of = (code: string, rest?: Texts) => given('error-enum', code, rest);
  const F = 'pub fn f() -> Result<(), ParcelError> { }\n';

  it('says how many functions return it', () => {
    const code = `#[derive(Debug, thiserror::Error)]\npub enum ParcelError { #[error("gone")] Gone }\n${F}pub fn g() -> Result<u8, std::io::Error> { }`;
    expect(of(code)).toMatchObject({
      status: 'met',
      message: "1 of 2 public functions with a Result return the crate's own error type",
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
          message: '`crate::f` returns `std::io::Error`: define an error type, for example with thiserror',
        },
      ],
    });
    expect(
      of('#[derive(thiserror::Error)]\n#[error("a")]\npub struct E;\npub fn f() -> std::io::Result<()> { }'),
    ).toMatchObject({
      status: 'unmet',
      evidence: [{ line: 4, message: "`crate::f` returns `std::io::Error`: return the crate's own error type" }],
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
    expect(of(error + code).message).toBe("1 of 1 public function with a Result return the crate's own error type");
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
      message: '1 error variant without a message',
      evidence: [{ path: 'src/lib.rs', line: 5, message: '`ParcelError::Lost` has no message: write `#[error("…")]`' }],
    });
  });

  it('does not concern a library that cannot fail', () => {
    expect(of('pub fn f() -> Option<u8> { None }').status).toBe('not-applicable');
    expect(of('fn f() -> Result<(), String> { }').status).toBe('not-applicable');
  });

  describe('false alarms', () => {
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
  });
});
