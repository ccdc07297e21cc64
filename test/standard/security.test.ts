import { describe, expect, it } from '@jest/globals';
import type { Alert, Alerts, CheckResult } from '../../src/snapshot/github.js';
import { read, unread } from '../../src/snapshot/reading.js';
import {
  changedBy,
  type Edit,
  edit,
  judge,
  READY_TEXTS,
  snapshot,
  type Texts,
  withoutText,
} from '../support/snapshots.js';

const CARGO = '[package]\nname = "cim-parcel"\nversion = "0.1.0"\nedition = "2021"\n';
const CI = '.github/workflows/ci.yml';
const given = (id: string, code: string, rest: Texts = {}) =>
  judge(id, snapshot({ 'Cargo.toml': CARGO, 'src/lib.rs': code, ...rest }));

const none = unread('the app may not read them');
const alerts = (of: Partial<Alerts>): Alerts => ({ dependencies: none, secrets: none, codeScanning: none, ...of });
const alert = (severity: Alert['severity'], rest: Partial<Alert> = {}): Alert => ({
  severity,
  summary: 'a hole',
  ...rest,
});
const result = (name: string, conclusion: string, rest: Partial<CheckResult> = {}) => ({ name, conclusion, ...rest });

/** A workflow with one job; what the steps are, each on a line. */
const job = (id: string, ...steps: readonly string[]) =>
  `on: [push, pull_request]\njobs:\n  ${id}:\n    runs-on: ubuntu-latest\n    steps:\n${steps.map(each => `      - ${each}\n`).join('')}`;

describe('the ready module', () => {
  it('has no unsafe code', () => {
    expect(judge('unsafe-justified', snapshot(READY_TEXTS))).toMatchObject({
      status: 'met',
      message: 'library code has no unsafe code',
      evidence: [],
    });
  });

  const UNSAFE: Edit = texts =>
    edit(
      'src/parcel.rs',
      '        self.grams\n',
      '        unsafe { *std::ptr::addr_of!(self.grams) }\n',
    )(edit('src/lib.rs', '#![forbid(unsafe_code)]\n\n', '')(texts));
  it('is unready in unsafe-justified alone by one edit', () => {
    expect(changedBy(UNSAFE)).toEqual({ 'unsafe-justified': 'unmet' });
  });

  it('meets dependency-audit and sast with what GitHub knows, and loses each by one alert alone', () => {
    const clean = alerts({ dependencies: read([]), codeScanning: read([]) });
    for (const id of ['dependency-audit', 'sast'])
      expect(judge(id, snapshot(READY_TEXTS, { alerts: clean })).status).toBe('met');
    const vulnerable = { alerts: { ...clean, dependencies: read([alert('high')]) } };
    const flawed = { alerts: { ...clean, codeScanning: read([alert('critical')]) } };
    expect(judge('dependency-audit', snapshot(READY_TEXTS, vulnerable)).status).toBe('unmet');
    expect(judge('sast', snapshot(READY_TEXTS, vulnerable)).status).toBe('met');
    expect(judge('sast', snapshot(READY_TEXTS, flawed)).status).toBe('unmet');
    expect(judge('dependency-audit', snapshot(READY_TEXTS, flawed)).status).toBe('met');
  });

  it.each(['input-validation', 'untrusted-data'])('leaves %s to a maintainer’s word', id => {
    expect(judge(id, snapshot(READY_TEXTS))).toMatchObject({
      status: 'unknown',
      message: expect.stringContaining('not attested'),
    });
  });
});

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
    expect(of(code)).toMatchObject({ status: 'met', message: 'each of 1 use of `unsafe` is justified', evidence: [] });
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
});

describe('dependency-audit', () => {
  const of = (texts: Texts, parts: { dependencies?: Alerts['dependencies']; checks?: readonly CheckResult[] }) =>
    judge(
      'dependency-audit',
      snapshot(
        { 'Cargo.toml': CARGO, 'src/lib.rs': '', ...texts },
        {
          ...(parts.dependencies ? { alerts: alerts({ dependencies: parts.dependencies }) } : {}),
          ...(parts.checks ? { checks: parts.checks } : {}),
        },
      ),
    );
  const LOCK = { 'Cargo.lock': 'version = 3\n' };
  const AUDIT = { [CI]: job('audit', 'run: cargo audit') };

  it('finds each grave alert, with its package and its link', () => {
    const dependencies = read([
      alert('high', { package: 'time', summary: 'Segfault in time', url: 'https://github.example/1' }),
      alert('low'),
      alert('unrated', { summary: 'Unrated' }),
      alert('critical'),
      alert('medium'),
    ]);
    expect(of(LOCK, { dependencies })).toMatchObject({
      status: 'unmet',
      message: '3 open vulnerabilities of severity high or above, or without a rating',
      count: 3,
      evidence: [
        { path: 'Cargo.lock', message: '`time`: Segfault in time (high): update it', url: 'https://github.example/1' },
        { path: 'Cargo.lock', message: 'Unrated (unrated): update it' },
        { path: 'Cargo.lock', message: 'a hole (critical): update it' },
      ],
    });
  });

  it('is met without grave alerts', () => {
    expect(of(LOCK, { dependencies: read([alert('low'), alert('medium')]) }).status).toBe('met');
    expect(of(LOCK, { dependencies: read([]) }).status).toBe('met');
  });

  it.each<[string, Texts, readonly CheckResult[]]>([
    ['cargo audit', AUDIT, [result('audit', 'success')]],
    ['cargo deny', { [CI]: job('deny', 'uses: EmbarkStudios/cargo-deny-action@v2') }, [result('deny', 'success')]],
    ['an action', { [CI]: job('audit', 'uses: rustsec/audit-check@v2') }, [result('audit', 'success')]],
    [
      'a job with a name',
      {
        [CI]: job('audit', 'run: cargo audit').replace('    runs-on', '    name: Look for holes (weekly)\n    runs-on'),
      },
      [result('Look for holes (weekly)', 'success')],
    ],
    [
      'a job with variations',
      {
        [CI]: job('audit', 'run: cargo audit').replace(
          '    runs-on',
          '    name: Audit on ${{ matrix.os }}\n    runs-on',
        ),
      },
      [result('Audit on ubuntu', 'success'), result('Audit on macos', 'success')],
    ],
    ['other checks that failed', AUDIT, [result('audit', 'success'), result('test', 'failure')]],
  ])('is met by the audit of CI: %s', (_, workflows, checks) => {
    expect(of({ ...LOCK, ...workflows }, { checks })).toMatchObject({
      status: 'met',
      message: "CI's audit passed on this commit",
      evidence: [{ path: CI }],
    });
  });

  it.each<[string, Texts, readonly CheckResult[]]>([
    ['failed', AUDIT, [result('audit', 'failure')]],
    ['has not ended', AUDIT, [result('audit', 'in_progress')]],
    ['was skipped', AUDIT, [result('audit', 'skipped'), result('test', 'success')]],
    ['has no check on this commit', AUDIT, [result('test', 'success')]],
    [
      'may fail without anybody noticing',
      { [CI]: job('audit', 'run: cargo audit || true') },
      [result('audit', 'success')],
    ],
    [
      'runs on a schedule only, in a job that runs on pushes too',
      {
        [CI]: job('audit', 'run: cargo test', "run: cargo audit\n        if: github.event_name == 'schedule'").replace(
          'on: [push, pull_request]',
          'on: { push: {}, schedule: [{ cron: "1 2 * * *" }] }',
        ),
      },
      [result('audit', 'success')],
    ],
    [
      'is an analysis of the source',
      { [CI]: job('audit', 'uses: github/codeql-action/analyze@v3') },
      [result('audit', 'success')],
    ],
    ['looks at licences only', { [CI]: job('audit', 'run: cargo deny check licenses') }, [result('audit', 'success')]],
  ])('is unknown where the audit of CI %s', (_, workflows, checks) => {
    expect(of({ ...LOCK, ...workflows }, { checks }).status).toBe('unknown');
  });

  it('says that the audit of CI did not pass, which may have other reasons than a vulnerability', () => {
    expect(of({ ...LOCK, ...AUDIT }, { checks: [result('audit', 'failure')] })).toMatchObject({
      status: 'unknown',
      message: expect.stringContaining("CI's audit did not pass: `audit` concluded failure"),
    });
  });

  it('is unknown without a Cargo.lock, whatever GitHub says', () => {
    for (const dependencies of [read([]), read([alert('high')])])
      expect(of({}, { dependencies })).toMatchObject({
        status: 'unknown',
        message: 'no Cargo.lock is committed: which versions are used is not known',
      });
  });

  it('is unknown where neither alerts nor checks were read, and says why', () => {
    expect(of({ ...LOCK, ...AUDIT }, {})).toMatchObject({
      status: 'unknown',
      message: expect.stringContaining('was not read: not part of this example'),
    });
    expect(of(LOCK, { dependencies: unread('the app may not read Dependabot alerts') })).toMatchObject({
      status: 'unknown',
      message: expect.stringContaining('the app may not read Dependabot alerts'),
    });
  });

  it('does not concern a repository without a crate', () => {
    expect(judge('dependency-audit', snapshot({ 'flake.nix': '{}' })).status).toBe('not-applicable');
  });
});

describe('sast', () => {
  const of = (parts: { codeScanning?: Alerts['codeScanning']; checks?: readonly CheckResult[] }, texts: Texts = {}) =>
    judge(
      'sast',
      snapshot(texts, {
        ...(parts.codeScanning ? { alerts: alerts({ codeScanning: parts.codeScanning }) } : {}),
        ...(parts.checks ? { checks: parts.checks } : {}),
      }),
    );
  const SEMGREP = { [CI]: job('flaws', 'run: semgrep ci') };

  it('finds each grave alert, with its link', () => {
    const codeScanning = read([
      alert('high', { summary: 'Uncontrolled allocation size', url: 'https://github.example/1' }),
      alert('medium'),
      alert('unrated'),
      alert('critical'),
    ]);
    expect(of({ codeScanning })).toMatchObject({
      status: 'unmet',
      message: '2 open alerts of severity high or critical',
      count: 2,
      evidence: [
        { message: 'Uncontrolled allocation size (high)', url: 'https://github.example/1' },
        { message: 'a hole (critical)' },
      ],
    });
  });

  it('finds analyses that failed', () => {
    const checks = [result('CodeQL', 'failure', { url: 'https://github.example/2' }), result('semgrep', 'success')];
    expect(of({ checks })).toMatchObject({
      status: 'unmet',
      message: '1 analysis did not pass',
      evidence: [{ message: '`CodeQL` concluded failure', url: 'https://github.example/2' }],
    });
  });

  it.each<[string, Parameters<typeof of>[0], Texts?]>([
    ['no alert at all', { codeScanning: read([]) }],
    ['alerts of lower severity', { codeScanning: read([alert('low'), alert('medium'), alert('unrated')]) }],
    ['CodeQL that passed', { checks: [result('CodeQL', 'success')] }],
    ['CodeQL that is neutral', { checks: [result('CodeQL', 'neutral')] }],
    ['the default setup of CodeQL', { checks: [result('Analyze (rust)', 'success')] }],
    ['Semgrep as an app', { checks: [result('semgrep-cloud-platform/scan', 'success')] }],
    ['Semgrep in a job of another name', { checks: [result('flaws', 'success')] }, SEMGREP],
    ['an analysis beside a test that failed', { checks: [result('CodeQL', 'success'), result('test', 'failure')] }],
  ])('is met with %s', (_, parts, texts = {}) => {
    expect(of(parts, texts).status).toBe('met');
  });

  it.each<[string, Parameters<typeof of>[0], Texts?]>([
    ['nothing was read', {}],
    ['there is no analysis', { checks: [result('test', 'success')] }],
    ['the analysis has not ended', { checks: [result('CodeQL', 'queued')] }],
    ['the job that analyses has not ended', { checks: [result('flaws', 'pending')] }, SEMGREP],
    ['the analysis was skipped', { checks: [result('CodeQL', 'skipped')] }],
    ['the analysis was cancelled', { checks: [result('CodeQL', 'cancelled')] }],
    ['the workflow that analyses did not run on this commit', { checks: [result('test', 'success')] }, SEMGREP],
    ['only the workflows were analysed', { checks: [result('Analyze (actions)', 'success')] }],
    ['Clippy is all there is', { checks: [result('lint', 'success')] }, { [CI]: job('lint', 'run: cargo clippy') }],
    [
      'nobody would see a failure',
      { checks: [result('flaws', 'success')] },
      { [CI]: job('flaws', 'run: semgrep ci || true') },
    ],
  ])('is unknown where %s', (_, parts, texts = {}) => {
    expect(of(parts, texts).status).toBe('unknown');
  });

  it('says why nothing is known', () => {
    expect(of({ codeScanning: unread('code scanning is off'), checks: [] }).message).toContain('code scanning is off');
    expect(of({}).message).toContain('not part of this example');
  });
});

describe('input-validation', () => {
  const hints = (code: string) =>
    (given('input-validation', code).hints ?? []).map(({ path, line, message }) => `${path}:${line} ${message}`);

  it('hints at public functions that take text or bytes and return no Result', () => {
    const code =
      'pub fn a(s: &str) {}\npub fn b(s: String) -> u8 { 0 }\npub fn c(s: &[u8]) -> bool { true }\npub struct P;\nimpl P { pub fn d(&self, s: impl Into<String>) -> Self { P } }\npub trait T { fn e(s: &str); }\npub fn f(s: &str) -> Option<u8> { None }';
    expect(hints(code)).toEqual([
      'src/lib.rs:1 `crate::a` takes text or bytes, and returns no Result',
      'src/lib.rs:2 `crate::b` takes text or bytes, and returns no Result',
      'src/lib.rs:3 `crate::c` takes text or bytes, and returns no Result',
      'src/lib.rs:5 `crate::P::d` takes text or bytes, and returns no Result',
      'src/lib.rs:6 `crate::T::e` takes text or bytes, and returns no Result',
      'src/lib.rs:7 `crate::f` takes text or bytes, and returns no Result',
    ]);
  });

  it.each([
    [
      'functions that return a Result',
      'pub fn a(s: &str) -> Result<(), E> {}\npub fn b(s: &[u8]) -> crate::Result<u8> {}\npub fn c(s: &str) -> io::Result<()> {}',
    ],
    [
      'functions that nobody outside can call',
      'fn a(s: &str) {}\npub(crate) fn b(s: &str) {}\nmod c { pub fn d(s: &str) {} }',
    ],
    [
      'functions that take neither',
      'pub fn a(n: u8) {}\npub fn b(n: &u8) {}\npub fn c() -> String {}\npub fn d(p: Parcel) {}',
    ],
    ['tests', '#[cfg(test)]\npub fn a(s: &str) {}'],
  ])('does not hint at %s', (_, code) => expect(hints(code)).toEqual([]));

  it('does not concern a binary', () => {
    expect(judge('input-validation', snapshot({ 'Cargo.toml': CARGO, 'src/main.rs': 'fn main() {}' })).status).toBe(
      'not-applicable',
    );
  });
});

describe('untrusted-data', () => {
  const hints = (code: string, rest?: Texts) =>
    (given('untrusted-data', code, rest).hints ?? []).map(({ path, line, message }) => `${path}:${line} ${message}`);

  it('hints at fuzz targets, at what is unwrapped, and at reads without a bound', () => {
    const code =
      'fn a(b: &[u8]) {\n    let c: P = serde_json::from_slice(b).unwrap();\n    let d: u8 = s.parse().expect("a number");\n    r.read_to_end(&mut v)?;\n    std::fs::read_to_string(p)?;\n}';
    expect(hints(code, { 'fuzz/fuzz_targets/parcel.rs': '' })).toEqual([
      'fuzz/fuzz_targets/parcel.rs:1 a fuzz target',
      'src/lib.rs:2 what `from_slice` reads is unwrapped',
      'src/lib.rs:5 `read_to_string` reads without a bound',
      'src/lib.rs:3 what `parse` reads is unwrapped',
      'src/lib.rs:4 `read_to_end` reads without a bound',
    ]);
  });

  it.each([
    ['errors that are returned', 'fn a(b: &[u8]) { serde_json::from_slice(b)?; s.parse::<u8>().map_err(E)?; }'],
    ['bounded reads', 'fn a() { r.take(1024).read_to_end(&mut v)?; }'],
    ['tests', '#[cfg(test)]\nmod t { fn a() { serde_json::from_slice(b).unwrap(); } }'],
    ['words in texts and comments', 'fn a() { g("x.parse().unwrap()"); /* x.parse().unwrap() */ }'],
  ])('does not hint at %s', (_, code) => expect(hints(code)).toEqual([]));

  it('concerns a binary too, but not a repository without a crate', () => {
    expect(judge('untrusted-data', snapshot({ 'Cargo.toml': CARGO, 'src/main.rs': 'fn main() {}' })).status).toBe(
      'unknown',
    );
    expect(judge('untrusted-data', snapshot({ 'flake.nix': '{}' })).status).toBe('not-applicable');
  });
});
