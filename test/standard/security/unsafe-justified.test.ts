import { describe, expect, it } from '@jest/globals';
import { judge, snapshot, type Texts, withoutText } from '../../support/snapshots.js';
import { CARGO, given } from './support.js';

describe('unsafe-justified', () => {
  const of = (code: string, rest?: Texts) => given('unsafe-justified', code, rest);

  it('finds each use of `unsafe` without a reason, with its place and its line', () => {
    const code = [
      'pub fn a(p: *const u8) -> u8 {',
      '    unsafe { *p }',
      '}',
      '/// Reads.',
      'pub unsafe fn b() {}',
      'unsafe impl Send for C {}',
      'pub unsafe trait D {',
      '    unsafe fn e();',
      '}',
    ];
    expect(of(code.join('\n'))).toMatchObject({
      status: 'unmet',
      message: '5 of 5 uses of `unsafe` without a reason',
      count: 5,
      evidence: [
        {
          path: 'src/lib.rs',
          line: 2,
          column: 5,
          excerpt: 'unsafe { *p }',
          message: expect.stringContaining('unsafe block without a `// SAFETY:` comment'),
        },
        { line: 5, message: expect.stringContaining('unsafe function without a `# Safety` section') },
        { line: 6, message: expect.stringContaining('unsafe impl') },
        { line: 7, message: expect.stringContaining('unsafe trait') },
        { line: 8, message: expect.stringContaining('unsafe function') },
      ],
    });
  });

  it.each([
    ['a comment about something else', 'fn f() {\n    // Safe enough.\n    unsafe { g() }\n}'],
    ['thread safety in passing', 'fn f() {\n    // Mind the thread safety of g.\n    unsafe { g() }\n}'],
    ['documentation that speaks of type safety', '/// Gives up type safety for speed.\npub unsafe fn f() {}'],
    [
      'a reason that stands above another statement',
      'fn f() {\n    // SAFETY: a.\n    let a = 1;\n    unsafe { g() }\n}',
    ],
    ['a reason that the next block has', 'fn f() {\n    unsafe { g() }\n    // SAFETY: h.\n    unsafe { h() }\n}'],
    [
      'a reason that another arm has',
      'fn f() {\n    match a {\n        // SAFETY: A.\n        A => unsafe { g() },\n\n        B => unsafe { h() },\n    }\n}',
    ],
    ['a crate that only denies it', '#![deny(unsafe_code)]\n#[allow(unsafe_code)]\nfn f() { unsafe { g() } }'],
    ['a macro that has it', 'macro_rules! m { () => { unsafe { g() } } }'],
    ['a reason in a text', 'fn f() { let a = "// SAFETY: x";\n\n\n unsafe { g() } }'],
  ])('is unmet by one in spite of %s', (_, code) => {
    expect(of(code)).toMatchObject({ status: 'unmet', count: 1 });
  });

  it('judges binaries too', () => {
    expect(of('', { 'src/main.rs': 'fn main() { unsafe { g() } }' })).toMatchObject({
      status: 'unmet',
      evidence: [{ path: 'src/main.rs', line: 1 }],
    });
  });

  it('does not concern a repository without a crate', () => {
    expect(judge('unsafe-justified', snapshot({ 'flake.nix': '{}' })).status).toBe('not-applicable');
  });

  it('is unknown while a file cannot be read, unless the crate forbids unsafe code', () => {
    const whole = (root: string) =>
      snapshot({ 'Cargo.toml': CARGO, 'src/lib.rs': `${root}mod big;`, 'src/big.rs': '' });
    expect(judge('unsafe-justified', withoutText(whole(''), 'src/big.rs'))).toMatchObject({
      status: 'unknown',
      message: expect.stringContaining('src/big.rs is over the size limit'),
    });
    expect(judge('unsafe-justified', withoutText(whole('#![forbid(unsafe_code)]\n'), 'src/big.rs')).status).toBe('met');
  });

  describe('false alarms', () => {
    it.each([
      ['right above', 'fn f() {\n    // SAFETY: g is sound here.\n    unsafe { g() }\n}'],
      ['in small letters', 'fn f() {\n    // safety: g is sound here.\n    unsafe { g() }\n}'],
      ['in a block comment', 'fn f() {\n    /* Safety: g is\n     * sound here. */\n    unsafe { g() }\n}'],
      ['in several lines', 'fn f() {\n    // SAFETY: g is sound here,\n    // because a is 1.\n    unsafe { g() }\n}'],
      ['below another comment', 'fn f() {\n    // Calls g. SAFETY: it is sound.\n    unsafe { g() }\n}'],
      ['inside of the block', 'fn f() {\n    unsafe {\n        // SAFETY: g is sound here.\n        g()\n    }\n}'],
      ['on its line', 'fn f() {\n    unsafe { g() } // SAFETY: g is sound here.\n}'],
      [
        'above the statement',
        'fn f() {\n    // SAFETY: sound.\n    let a = b\n        .c()\n        .d()\n        .e()\n        .f(unsafe { g() });\n}',
      ],
      [
        'above a call of many lines',
        'fn f() {\n    // SAFETY: sound.\n    h(\n        a,\n        b,\n        c,\n        d,\n        unsafe { g() },\n    );\n}',
      ],
      [
        'above a field',
        'fn f() {\n    A {\n        b: 1,\n        // SAFETY: sound.\n        c: unsafe { g() },\n    }\n}',
      ],
      ['above the value of a constant', '// SAFETY: sound.\nconst A: A = A {\n    b: 1,\n    c: unsafe { g() },\n};'],
      [
        'above an arm',
        'fn f() {\n    match a {\n        // SAFETY: sound.\n        A => unsafe { g() },\n        _ => (),\n    }\n}',
      ],
      [
        'above attributes',
        '// SAFETY: it has no state.\n#[cfg(unix)]\n#[allow(\n    clippy::x\n)]\nunsafe impl Send for X {}',
      ],
      [
        'of a function: `# Safety`',
        '/// Does.\n///\n/// # Safety\n///\n/// Once only.\n#[inline]\npub(crate) unsafe fn f() {}',
      ],
      ['of a function: #[doc]', '#[doc = "# Safety"]\n#[doc = "Once only."]\npub unsafe fn f() {}'],
      ['of a function: a comment', '// SAFETY: once only.\nunsafe fn f() {}'],
      ['of a function: in its body', 'unsafe fn f() {\n    // SAFETY: once only.\n    g()\n}'],
      ['of a trait: `# Safety`', '/// # Safety\n/// Say the truth.\npub unsafe trait T {}'],
      [
        'of a method of its own',
        'impl A {\n    /// # Safety\n    /// Once only.\n    pub const unsafe fn f(&self) {}\n}',
      ],
    ])('is met with a reason %s', (_, code) => {
      expect(of(code)).toMatchObject({
        status: 'met',
        message: 'each of 1 use of `unsafe` is justified',
        evidence: [],
      });
    });
    it.each([
      ['a pointer to an unsafe function', 'pub struct S { f: unsafe extern "C" fn(u8), g: Option<unsafe fn()> }'],
      ['an attribute', '#[unsafe(no_mangle)]\npub fn f() {}'],
      [
        'foreign declarations',
        'unsafe extern "C" {\n    pub unsafe fn f();\n    pub safe fn g();\n}\nextern "C" { fn h(); }',
      ],
      ['words in texts and comments', 'fn f() { g("unsafe { }"); /* unsafe { } */ }\n// unsafe fn f() {}'],
      ['examples in documentation', '/// ```\n/// unsafe { f() }\n/// ```\npub fn f() {}'],
      ['tests', '#[cfg(test)]\nmod tests { fn f() { unsafe { g() } } }\n#[test]\nfn t() { unsafe { g() } }'],
      ['a method that implements a trait', 'impl Read for A { unsafe fn read(&self) {} }'],
      ['a name', 'fn f() { let r#unsafe = 1; is_unsafe(); }'],
    ])('finds nothing in %s', (_, code) => {
      expect(of(code)).toMatchObject({ status: 'met', message: 'library code has no unsafe code' });
    });
    it('leaves tests, benches and examples alone', () => {
      const unsafe = 'fn f() { unsafe { g() } }';
      expect(of('', { 'tests/a.rs': unsafe, 'benches/b.rs': unsafe, 'examples/c.rs': unsafe }).status).toBe('met');
    });
  });
});
