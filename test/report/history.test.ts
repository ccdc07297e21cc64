import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { assess } from '../../src/assess/assess.js';
import { DEFAULT_POLICY } from '../../src/policy/policy.js';
import { historyCsv, historyJson, historyTable, sparkline } from '../../src/report/history.js';
import { trendSvg } from '../../src/report/trend-svg.js';
import { CIM_STANDARD } from '../../src/standard/cim.js';
import { NOW, READY_TEXTS, remove, snapshot } from '../support/snapshots.js';

const point = (name: string, date: string, texts = READY_TEXTS) => ({
  milestone: { name, sha: 'a'.repeat(40), date },
  assessment: assess(snapshot(texts), CIM_STANDARD, DEFAULT_POLICY, NOW),
});
const report = {
  repository: 'cim/cim-parcel',
  points: [
    point('v0.1.0', '2026-01-01T00:00:00Z', remove('CHANGELOG.md')(READY_TEXTS)),
    point('v0.2.0', '2026-02-01T00:00:00Z'),
  ],
};

describe('readiness over time', () => {
  it('as a table says what each point won and lost', () => {
    const lines = historyTable(report, { color: false, width: 100 }).split('\n');
    expect(lines[0]).toMatch(/^cim\/cim-parcel {2}[▁▂▃▄▅▆▇█]{2} {2}\d+% → \d+%$/);
    expect(lines[2]).toMatch(/^2026-01-01 {2}v0\.1\.0 +\d+% {2}\d+ met · 1 unmet/);
    expect(lines[4]?.trim()).toBe('+changelog');
  });

  it('as JSON counts, and names what changed', () => {
    expect(JSON.parse(historyJson(report))).toMatchObject({
      schema: 'cim-readiness/history/v1',
      repository: 'cim/cim-parcel',
      points: [
        { name: 'v0.1.0', won: [], lost: [] },
        { name: 'v0.2.0', summary: { unmet: 0 }, won: ['changelog'], lost: [] },
      ],
    });
  });

  it('as CSV is one row for each point, and never a formula', () => {
    const hostile = { ...report, points: [point('=cmd|"x",1', '2026-01-01T00:00:00Z')] };
    const [header, row] = historyCsv(hostile).split('\r\n');
    expect(header).toBe('name,sha,date,met,unmet,unknown,not_applicable,waived,readiness');
    expect(row).toMatch(/^"'=cmd\|""x"",1",a{40},2026-01-01T00:00:00Z,\d+,0,/);
  });

  it('as a sparkline is one bar for each share', () => {
    expect(sparkline([0, 0.5, 1])).toBe('▁▅█');
  });

  it('as SVG holds no markup of a repository', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.array(fc.tuple(fc.string(), fc.double({ min: 0, max: 1, noNaN: true }))),
        (title, points) => {
          const svg = trendSvg(
            title,
            points.map(([name, readiness]) => ({ name, readiness, date: '2026-01-01T00:00:00Z' })),
          );
          const elements = new Set([...svg.matchAll(/<\/?([^\s/>]*)/g)].map(([, name]) => name));
          const ours = ['svg', 'style', 'text', 'line', 'polyline', 'circle', 'title'];
          expect([...elements].filter(name => !ours.includes(name ?? ''))).toEqual([]);
          expect(svg).not.toContain('NaN');
        },
      ),
    );
  });
});
