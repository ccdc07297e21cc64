import { describe, expect, it } from '@jest/globals';
import { judge, snapshot, type Texts } from '../../support/snapshots.js';

const crate = (name: string, ...needs: readonly string[]) =>
  `[package]\nname = "${name}"\nversion = "1.0.0"\nedition = "2021"\n[dependencies]\n${needs
    .map(need => `${need} = { version = "1", path = "../${need}" }\n`)
    .join('')}`;

/** A facade whose parts are members, and a crate that nothing has to do with it. */
const texts = (more: Texts): Texts => ({
  'Cargo.toml': `${crate('doors').replace('[dependencies]\n', '')}\n[workspace]\nmembers = ["hinge", "bolt", "lamp"]\n[dependencies]\nhinge = { version = "1", path = "hinge" }\n`,
  'src/lib.rs': 'pub use hinge::*;',
  'hinge/Cargo.toml': crate('hinge', 'bolt'),
  'hinge/src/lib.rs': 'pub fn swing() {}',
  'bolt/Cargo.toml': crate('bolt'),
  'bolt/src/lib.rs': 'pub fn slide() {}',
  'lamp/Cargo.toml': crate('lamp'),
  'lamp/src/lib.rs': 'pub fn shine() {}',
  ...more,
});

describe('what other members have', () => {
  const EXAMPLE = (name: string) => `fn main() {\n    ${name}();\n}\n`;
  const BENCH = (name: string) =>
    `use criterion::*;\nfn a(c: &mut Criterion) { c.bench_function("a", |b| b.iter(|| ${name}())); }\ncriterion_main!(a);\n`;
  const PROPERTY = (name: string) => `proptest! {\n    #[test]\n    fn holds(n in 0u8..9) { ${name}(n); }\n}\n`;

  it.each([
    ['examples', (of: string, name: string) => ({ [`${of}/examples/a.rs`]: EXAMPLE(name) })],
    ['benchmark-suite', (of: string, name: string) => ({ [`${of}/benches/a.rs`]: BENCH(name) })],
    ['property-tests', (of: string, name: string) => ({ [`${of}/tests/a.rs`]: PROPERTY(name) })],
  ])('counts for %s where it uses the crate or what the crate depends on', (id, files) => {
    const status = (more: Texts) => judge(id, snapshot(texts(more), {}, { repo: 'doors' })).status;
    expect(status({})).toBe('unmet');
    expect(status(files('hinge', 'hinge::swing'))).toBe('met');
    expect(status(files('bolt', 'bolt::slide'))).toBe('met');
    expect(status(files('bolt', 'other::slide'))).toBe('unmet');
    expect(status(files('lamp', 'lamp::shine'))).toBe('unmet');
  });
});
