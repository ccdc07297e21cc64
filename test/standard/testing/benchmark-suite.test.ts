import { describe, expect, it } from '@jest/globals';
import { judge, snapshot, type Texts, withoutText } from '../../support/snapshots.js';
import { CARGO, given } from './support.js';

describe('benchmark-suite', () => {
  const of = (texts: Texts) => given('benchmark-suite', { 'src/lib.rs': 'pub fn f() {}', ...texts });

  it('finds that there is no bench target', () => {
    expect(of({ 'tests/bench.rs': 'use criterion::Criterion;' })).toMatchObject({
      status: 'unmet',
      message: 'no benchmark',
      count: 1,
      evidence: [{ path: 'Cargo.toml', line: 1, message: 'no bench target: add `benches/NAME.rs`' }],
    });
  });

  it('finds bench targets without a bench function', () => {
    expect(
      of({
        'benches/a.rs': '// criterion_main!(a);\nfn main() { [1].iter().sum::<u8>(); }',
        'benches/b.rs': 'fn main() { println!("criterion_group!"); }',
      }),
    ).toMatchObject({
      status: 'unmet',
      count: 2,
      evidence: [
        { path: 'benches/a.rs', line: 1, message: 'the bench target has no bench function: add one' },
        { path: 'benches/b.rs', line: 1 },
      ],
    });
  });

  it('takes no other folder with benches for those of this module', () => {
    const texts = {
      'Cargo.toml': `${CARGO}[workspace]\nexclude = ["benches"]\n`,
      'benches/Cargo.toml': '[package]\nname = "speed"\n[dependencies]\ncim-order = "1"\n',
      'benches/src/order.rs': 'criterion_main!(a);',
    };
    expect(of(texts).status).toBe('unmet');
  });

  it('concerns a binary too, but not a repository without a crate', () => {
    expect(given('benchmark-suite', { 'src/main.rs': 'fn main() {}' }).status).toBe('unmet');
    expect(judge('benchmark-suite', snapshot({ 'flake.nix': '{}' })).status).toBe('not-applicable');
  });

  it('is unknown while a bench cannot be read', () => {
    const whole = snapshot({ 'Cargo.toml': CARGO, 'src/lib.rs': '', 'benches/a.rs': '' });
    expect(judge('benchmark-suite', withoutText(whole, 'benches/a.rs'))).toMatchObject({
      status: 'unknown',
      message: expect.stringContaining('benches/a.rs is over the size limit'),
    });
  });

  describe('false alarms', () => {
    it.each<[string, Texts]>([
      [
        'criterion',
        {
          'benches/a.rs':
            'fn a(c: &mut Criterion) { c.bench_function("a", |b| b.iter(f)); }\ncriterion_group!(g, a);\ncriterion_main!(g);',
        },
      ],
      ['divan', { 'benches/a.rs': 'fn main() { divan::main(); }\n#[divan::bench]\nfn a() {}' }],
      ['iai', { 'benches/a.rs': 'iai::main!(a);\nfn a() {}' }],
      [
        'iai-callgrind',
        { 'benches/a.rs': 'use iai_callgrind::{library_benchmark, main};\n#[library_benchmark]\nfn a() {}' },
      ],
      [
        '#[bench]',
        { 'benches/a.rs': '#![feature(test)]\nextern crate test;\n#[bench]\nfn a(b: &mut test::Bencher) {}' },
      ],
      [
        'a folder with main.rs',
        { 'benches/a/main.rs': 'mod b;\nfn main() {}', 'benches/a/b.rs': '#[divan::bench]\nfn a() {}' },
      ],
      [
        'a bench that the manifest names',
        {
          'Cargo.toml': `${CARGO}[[bench]]\nname = "speed"\npath = "perf/speed.rs"\nharness = false\n`,
          'perf/speed.rs': 'criterion_main!(a);',
        },
      ],
      ['one bench of two', { 'benches/a.rs': 'fn main() {}', 'benches/b.rs': 'criterion_main!(a);' }],
      [
        'an unpublished member with its benches',
        {
          'Cargo.toml': `${CARGO}[workspace]\nmembers = ["speed"]\n`,
          'speed/Cargo.toml':
            '[package]\nname = "speed"\nversion = "0.1.0"\npublish = false\n[dependencies]\ncim-parcel = { path = ".." }\n',
          'speed/src/lib.rs': '',
          'speed/benches/a.rs': 'criterion_main!(a);',
        },
      ],
      [
        'benches that are a workspace of their own',
        {
          'Cargo.toml': `${CARGO}[workspace]\nexclude = ["benches"]\n`,
          'benches/Cargo.toml': '[package]\nname = "speed"\n[dependencies]\ncim-parcel = { path = ".." }\n',
          'benches/src/order.rs': 'criterion_main!(a);',
        },
      ],
      [
        'a main that takes the time itself',
        {
          'Cargo.toml': `${CARGO}[[bench]]\nname = "a"\nharness = false\n`,
          'benches/a.rs': 'fn main() { let start = std::time::Instant::now(); f(); report(start.elapsed()); }',
        },
      ],
    ])('is met with %s', (_, texts) => {
      expect(of(texts)).toMatchObject({ status: 'met' });
    });
  });
});
