import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readCoverage } from '../../src/facts/coverage.js';

const percent = (text: string) => {
  const reading = readCoverage('report', text);
  return reading.read ? reading.value.percent : reading.reason;
};

describe('a coverage report', () => {
  it('of lcov sums what its files say of themselves', () => {
    expect(
      percent('TN:\nSF:src/a.rs\nDA:1,1\nLF:4\nLH:3\nend_of_record\nSF:src/b.rs\nLF:6\nLH:3\nend_of_record\n'),
    ).toBe(60);
  });

  it('of lcov without totals counts its lines, each once', () => {
    expect(percent('SF:src/a.rs\nDA:1,0\nDA:1,2\nDA:2,0\nend_of_record\n')).toBe(50);
  });

  it('of lcov is decided by its lines, where its totals say something else', () => {
    expect(percent('SF:src/a.rs\nDA:1,1\nDA:2,0\nLF:2\nLH:2\nend_of_record\n')).toBe(50);
  });

  it('that is just below a threshold is not rounded up to it', () => {
    expect(percent('<coverage line-rate="0.799999"></coverage>')).toBe(79.99);
    expect(percent('<coverage line-rate="0.842"></coverage>')).toBe(84.2);
  });

  it('of Cobertura gives its totals, or else its rate', () => {
    expect(
      percent('<?xml version="1.0"?>\n<coverage lines-covered="85" lines-valid="100" line-rate="0.1"></coverage>'),
    ).toBe(85);
    expect(percent('<coverage branch-rate="0.2" line-rate="0.8125" version="1.9"/>')).toBe(81.25);
  });

  it('of Cobertura may quote with apostrophes, and have comments', () => {
    expect(
      percent("<?xml version='1.0'?>\n<coverage line-rate='0.91' lines-covered = '91' lines-valid='100'></coverage>"),
    ).toBe(91);
    expect(
      percent(
        '<!-- <coverage line-rate="0.1"/> -->\n<coverage line-rate="0.9" note="a > b">\n</coverage>\n<!-- end -->\n',
      ),
    ).toBe(90);
    expect(percent('<!DOCTYPE coverage SYSTEM "coverage-04.dtd">\n<coverage line-rate="0.9"></coverage>')).toBe(90);
  });

  it('of lcov joins the records of a file by line', () => {
    const shard = (first: number, second: number, hit = 1) =>
      `SF:src/a.rs\nDA:1,${first}\nDA:2,${second}\nLF:2\nLH:${hit}\nend_of_record\n`;
    expect(percent(shard(1, 0) + shard(0, 3))).toBe(100);
    expect(percent(shard(1, 0) + shard(1, 0))).toBe(50);
    expect(percent(shard(1, 0) + shard(0, 3).replace('a.rs', 'b.rs'))).toBe(50);
    expect(percent('SF:a\nLF:4\nLH:1\nend_of_record\nSF:a\nLF:4\nLH:3\nend_of_record\n')).toBe(75);
  });

  it('of lcov may have comments, Windows line ends, and no newline at its end', () => {
    expect(percent('# by hand\r\nTN:\r\nSF:a\r\nDA:1,1\r\nend_of_record\r\n# end')).toBe(100);
    expect(percent('TN:\nSF:a\nDA:1,1\nend_of_record')).toBe(100);
  });

  it.each([
    ['lcov', 'SF:a\nDA:1,1\nend_of_record\nSF:b\nDA:1,0\n'],
    ['lcov, within a word', 'SF:a\nDA:1,1\nend_of_record\nSF:b\nDA:1,0\nend_of_rec'],
    ['lcov, before its first end', 'SF:a\nDA:1,1\n'],
    ['Cobertura', '<coverage line-rate="0.9">\n<packages>'],
    ['Cobertura, in a comment', '<coverage line-rate="0.9">\n<!-- </coverage>'],
    ['JSON', '{"data":[{"totals":{"lines":{"count":8,"covered":6}}}'],
  ])('of %s that was cut off says nothing', (_, text) =>
    expect(percent(text)).toBe('report ends in the middle of a record: it was cut off'),
  );

  it('of tarpaulin joins the files of one path by line', () => {
    const file = (...stats: readonly number[]) => ({
      path: ['/', 'src', 'a.rs'],
      covered: stats.filter(Boolean).length,
      coverable: stats.length,
      traces: stats.map((Line, index) => ({ line: index, stats: { Line } })),
    });
    expect(percent(JSON.stringify({ files: [file(1, 0), file(0, 2)] }))).toBe(100);
  });

  it('of llvm-cov gives the totals of its lines', () => {
    const report = {
      type: 'llvm.coverage.json.export',
      data: [{ totals: { lines: { count: 8, covered: 6, percent: 75 } } }],
    };
    expect(percent(JSON.stringify(report))).toBe(75);
  });

  it('of tarpaulin sums its files', () => {
    expect(
      percent(
        JSON.stringify({
          files: [
            { covered: 1, coverable: 2 },
            { covered: 2, coverable: 2 },
          ],
        }),
      ),
    ).toBe(75);
  });

  it.each([
    '',
    'end_of_record',
    '{}',
    '{"data":[]}',
    '<html></html>',
    'SF:a\nLF:0\nLH:0\nend_of_record',
    '{"files":[]}',
  ])('%j is none, which is said', text =>
    expect(percent(text)).toBe('report is not an lcov, Cobertura, llvm-cov, or tarpaulin report'),
  );

  it('that claims more than everything is not believed', () => {
    expect(percent('SF:a\nLF:2\nLH:3\nend_of_record')).toBe('report reports 150%, which is not a valid percentage');
  });

  it('of any content is read or not, the same each time', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.string().map(text => `<coverage ${text}>`),
        ),
        text => {
          expect(percent(text)).toEqual(percent(text));
        },
      ),
    );
  });
});
