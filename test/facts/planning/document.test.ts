import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readPlanningDocument } from '../../../src/facts/planning/document.js';
import { type Area, tallyItems } from '../../../src/facts/planning/model.js';

const read = (text: string, path = 'STATUS.md') => readPlanningDocument(path, text);

/** `title: mark done/all` of each area. */
const areas = (text: string) =>
  read(text).areas.map((area: Area) => {
    const { done, all } = tallyItems(area.items);
    return `${area.title}: ${area.mark ?? 'none'} ${done}/${all}`;
  });
const marks = (title: string) => read(`# Mill\n## ${title}\n- [ ] one\n`).areas[0]?.mark ?? null;

describe('an area', () => {
  it('states a figure or a mark, has a status line, names a phase, or owns tasks', () => {
    const text = [
      '# Mill status',
      '## Pumps (40% complete)',
      '## Valves ✅',
      '## Seals',
      '**Status**: in progress',
      '## Phase 2: Gears',
      '## Overview',
      'Nothing to do here.',
      '## Wheels',
      '- [x] one',
    ].join('\n');
    expect(read(text).areas.map(({ title }) => title)).toEqual([
      'Pumps (40% complete)',
      'Valves ✅',
      'Seals',
      'Phase 2: Gears',
      'Wheels',
    ]);
  });

  it('owns what stands before the next heading; nothing is rolled up', () => {
    expect(areas('# Mill\n## Pumps\n- [x] a\n### Inlets\n- [ ] b\n')).toEqual(['Pumps: none 1/1', 'Inlets: none 0/1']);
  });

  it('is the title of the document only if items stand directly under it', () => {
    expect(areas('# Mill 40 %\n## Pumps\n- [x] a\n')).toEqual(['Pumps: none 1/1']);
    expect(areas('# Mill\n- [x] a\n')).toEqual(['Mill: none 1/1']);
  });

  it('takes its mark from its title, its status line, the nearest marked heading above, or 100 %', () => {
    const text = [
      '# Mill ✅',
      '## Done ✅',
      '### Pumps',
      '- [x] a',
      '### Valves 🚧',
      '- [x] b',
      '## Seals',
      'Status: planned',
      '## Gears (100 %)',
      '## Wheels',
      '- [x] c',
    ].join('\n');
    expect(areas(text)).toEqual([
      'Done ✅: done 0/0',
      'Pumps: done 1/1',
      'Valves 🚧: in-progress 1/1',
      'Seals: pending 0/0',
      'Gears (100 %): done 0/0',
      'Wheels: none 1/1',
    ]);
  });

  it.each([
    ['Work completed in May', 'done'],
    ['Pumps (done)', 'done'],
    ['Pumps: resolved', 'done'],
    ['⏳ In Progress', 'in-progress'],
    ['Planned work', 'pending'],
    ['🚧 Pumps', 'in-progress'],
    ['60 % complete', null],
    ['Complete the guide', null],
    ['Before marking complete', null],
    ['Definition of done', null],
    ['🔄 Recent changes', null],
    ['⚠️ Pumps', null],
    ['🔴 Pumps', null],
  ])('with the title %j is marked %j', (title, mark) => {
    expect(marks(title)).toBe(mark);
  });

  it('claims the figure in its title, unless it is a bound or what remains', () => {
    const claim = (title: string) => read(`# Mill\n## ${title}\n- [ ] a\n`).areas[0]?.claimed?.percent ?? null;
    expect(claim('Pumps (70 % complete)')).toBe(70);
    for (const title of [
      'Pumps (>70 %)',
      'Pumps (~70 %)',
      'Pumps (70 %+)',
      'Remaining work (3 %)',
      'Coverage: 70 %',
      '100 % compatible',
    ])
      expect({ title, claim: claim(title) }).toEqual({ title, claim: null });
  });

  it('marked done claims its unmarked list items, which are counted apart', () => {
    const [area] = read('# Mill\n## Pumps ✅\n- inlet\n- outlet\n  - nested\n- [x] seal\n').areas;
    expect(area?.claimedItems.map(({ text }) => text)).toEqual(['inlet', 'outlet']);
    expect(area && tallyItems(area.items)).toEqual({ done: 1, all: 1 });
  });
});

describe('a task', () => {
  const states = (...lines: string[]) =>
    read(`# Mill\n## Pumps\n${lines.join('\n')}\n`).areas.flatMap(({ items }) => items.map(({ state }) => state));

  it('is a list item with a box, at any depth', () => {
    expect(states('- [x] Pumps', '  - [X] one', '  - [ ] two', '1. [~] three')).toEqual([
      'done',
      'done',
      'pending',
      'in-progress',
    ]);
  });

  it('is struck through', () => {
    expect(states('- ~~Pumps~~ ✅ done by Ada', '- ~~Valves~~ not needed')).toEqual(['done', 'other']);
  });

  it('begins or ends with a glyph', () => {
    expect(states('- ✅ Pumps', '- Valves ✅.', '- **Seals** 🔄', '- Gears (⏳)', '- Wheels ❌ 🆕')).toEqual([
      'done',
      'done',
      'in-progress',
      'pending',
      'pending',
    ]);
  });

  it('is a row of a table with a status column, words before glyphs', () => {
    expect(
      states(
        '| Part | Status |',
        '|---|---|',
        '| Pumps | ✅ |',
        '| Valves | ✅ In progress |',
        '| Seals | soon |',
        '| Gears | not started |',
      ),
    ).toEqual(['done', 'in-progress', 'other', 'pending']);
  });

  it.each([
    '- tokio (✅ 1.0)',
    '- **State**: ✅ fine',
    '- Design: 40%',
    '- ❌ Wrong: a pump',
    '- ✅ Correct: a valve',
    '✅ A paragraph',
    '- plain',
    '- [link](x.md)',
  ])('is not %j', line => {
    expect(states('- [ ] other', line)).toEqual(['pending']);
  });

  it('in a fence or a comment is not read', () => {
    expect(states('- [ ] a', '```', '- [x] b', '```', '<!--', '- [x] c', '-->', '- [x] d')).toEqual([
      'pending',
      'done',
    ]);
  });
});

describe('the role of an area', () => {
  it('is work, goals, or a template', () => {
    const text = [
      '# Mill',
      '## Success metrics',
      '### Pressure',
      '- [ ] high',
      '## Process',
      'For each mill:',
      '### Week 1',
      '- [ ] look',
      '## Before a release',
      '- [ ] test',
      '## Sprint 1',
      'By end of May:',
      '- [ ] run',
      '## Pumps',
      '- [ ] one',
    ].join('\n');
    expect(read(text).areas.map(({ title, role }) => `${title}: ${role}`)).toEqual([
      'Pressure: goals',
      'Week 1: template',
      'Before a release: template',
      'Sprint 1: goals',
      'Pumps: work',
    ]);
  });

  it('of standards is never work', () => {
    const { kind, areas: all } = read('# Mill standards\n## Pumps\n- [ ] quiet\n', 'STANDARDS.md');
    expect(kind).toBe('standards');
    expect(all.map(({ role }) => role)).toEqual(['goals']);
  });
});

describe('the figures of the whole', () => {
  const totals = (...lines: string[]) =>
    read(`# Mill status\n${lines.join('\n\n')}\n`).totals.map(({ percent }) => percent);

  it('stand in titles, labels and sentences', () => {
    expect(totals('## Overall progress: 40 %')).toEqual([40]);
    expect(totals('- **Production readiness**: 75 % (pumps missing)')).toEqual([75]);
    expect(totals('The project is now 80 % production ready. Tests pass at 90 %.')).toEqual([80]);
    expect(totals('### Remaining work (3%)')).toEqual([97]);
    expect(totals('With 70 % production readiness, the mill turns.')).toEqual([70]);
  });

  it('are not conditions, parts, or other measures', () => {
    for (const line of [
      'It will be 100 % ready when it runs.',
      'Test coverage: 80 %',
      'Pumps: 40 % complete',
      '99 % uptime of the project',
    ])
      expect({ line, totals: totals(line) }).toEqual({ line, totals: [] });
  });
});

describe('phases and dates', () => {
  it('come from headings, tables and lines', () => {
    const text = [
      '# Mill roadmap',
      '## Phase 1: Pumps (2-3 weeks)',
      '- [ ] a',
      '## Phase 2: Valves (Q2–Q3 2031)',
      '## Phase 3: Later (Q4 2031+)',
      '| Phase | Duration | Start | End |',
      '|---|---|---|---|',
      '| Phase 1 | 2 weeks | Week 3 | Week 4 |',
      '',
      'Estimated effort: 2-3 days',
    ].join('\n');
    const { phases, kind } = read(text, 'ROADMAP.md');
    expect(kind).toBe('roadmap');
    expect(phases.map(({ number, duration, span, count }) => ({ number, duration, span, count }))).toEqual([
      { number: 'phase 1', duration: { min: 2, max: 3, unit: 'week' }, span: null, count: null },
      { number: 'phase 2', duration: null, span: { start: '2031-04-01', end: '2031-09-30' }, count: null },
      { number: 'phase 3', duration: null, span: { start: '2031-10-01', end: null }, count: null },
      {
        number: 'phase 1',
        duration: { min: 2, max: 2, unit: 'week' },
        span: null,
        count: { unit: 'week', start: 3, end: 4 },
      },
      { number: null, duration: { min: 2, max: 3, unit: 'day' }, span: null, count: null },
    ]);
  });

  it('the document dates itself', () => {
    expect(read('# Mill\n*Report date: May 3, 2031*\n').date).toBe('2031-05-03');
    expect(read('# Mill\n**Last updated**: 2031-05-04\n').date).toBe('2031-05-04');
    expect(read('# Mill\nOn 2031-05-04 it rained.\n').date).toBeNull();
  });

  it('it says of itself that it is historical, and where to look', () => {
    const text = '# Mill\n> **Note**: This document is historical. See [now](./NOW.md) and [plan](PLAN.md#top).\n';
    expect(read(text).historical).toEqual({ line: 2, pointsTo: ['./NOW.md', 'PLAN.md'] });
    expect(read('# Mill\nHistorically, water did it.\n').historical).toBeNull();
  });
});

describe('bad documents', () => {
  it('of any text are read without harm', () => {
    const words = fc.constantFrom(
      '# a',
      '- [x] b',
      '  - [ ] c',
      '| a | Status |',
      '|---|---|',
      '| b | ✅ |',
      '```',
      '<!--',
      '-->',
      '> d',
      '50 %',
      '~~e~~',
      '---',
      '===',
      '\t- f',
      '1. g',
      '├── h.rs',
      'Status: done',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(words, fc.string({ unit: 'binary' })), { maxLength: 60 }), lines => {
        expect(read(lines.join('\n'))).toEqual(read(lines.join('\n')));
      }),
    );
  });

  it('with tasks nested 100 deep lose none', () => {
    const text = Array.from(
      { length: 100 },
      (_, depth) => `${'  '.repeat(depth)}- [${depth % 2 ? 'x' : ' '}] task ${depth}`,
    ).join('\n');
    const [area] = read(`# Mill\n${text}\n`).areas;
    expect(area && tallyItems(area.items)).toEqual({ done: 50, all: 100 });
    expect(area?.items.at(-1)?.within).toBe(100);
  });

  it('with 5 MB of tables are read whole', () => {
    const row = `| ${'pump '.repeat(16)}| ✅ | 3 |\n`;
    const rows = Math.ceil((5 * 1024 * 1024) / row.length);
    const [area] = read(`# Mill\n## Parts\n| Part | Status | Count |\n|---|---|---|\n${row.repeat(rows)}`).areas;
    expect(area && tallyItems(area.items)).toEqual({ done: rows, all: rows });
  });

  it('made to be slow are read in time that grows with their size', () => {
    for (const hostile of [
      '[',
      '`',
      '<!--',
      '*',
      '~~',
      '<a ',
      '(',
      '${',
      '- ',
      '> ',
      '|',
      '1/2 (',
      '50 % ',
      '![](',
      '“',
      '├─',
      ' #',
      ' ',
    ])
      expect(read(`# Mill\n${hostile.repeat(200_000 / hostile.length)}\n`).title).toBe('Mill');
  });
});
