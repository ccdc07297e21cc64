import { describe, expect, it } from '@jest/globals';
import { add, both, changedBy, edit, remove } from '../../support/snapshots.js';
import { MANIFEST, of } from './support.js';

describe('bench-targets', () => {
  it('is met by a bench without the harness', () => {
    expect(of('bench-targets').status).toBe('met');
  });

  it.each([
    ['a bench of criterion that keeps the harness', edit(MANIFEST, 'harness = false\n', ''), { path: MANIFEST }],
    [
      'one that is not declared',
      edit(MANIFEST, /\[\[bench\]\]\nname = "replay"\nharness = false\n/, ''),
      { path: 'benches/replay.rs' },
    ],
  ])('is unmet by %s', (_, change, place) => {
    expect(of('bench-targets', change)).toMatchObject({ status: 'unmet', evidence: [place] });
    expect(changedBy(change)).toEqual({ 'bench-targets': 'unmet' });
  });

  it('is unmet by a bench that is not there', () => {
    const change = edit(MANIFEST, '[[bench]]\n', '[[bench]]\nname = "gone"\nharness = false\n\n[[bench]]\n');
    expect(of('bench-targets', change)).toMatchObject({ status: 'unmet', evidence: [{ path: MANIFEST }] });
  });

  it('does not apply without benches', () => {
    const change = both(remove('benches/'), edit(MANIFEST, /\[\[bench\]\]\nname = "replay"\nharness = false\n/, ''));
    expect(of('bench-targets', change).status).toBe('not-applicable');
  });

  describe('false alarms', () => {
    it.each([
      [
        'a bench of rustc’s own',
        add('benches/own.rs', '#![feature(test)]\n#[bench]\nfn b(b: &mut test::Bencher) {}\n'),
      ],
      ['a module of a bench', add('benches/common/mod.rs', 'pub fn events() {}\n')],
      ['criterion named in a comment', add('benches/own.rs', '// criterion_main!(benches);\n#[test]\nfn t() {}\n')],
    ])('is met with %s', (_, change) => {
      expect(of('bench-targets', change).status).toBe('met');
    });
  });
});
