import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ManifestFacts } from '../../../src/facts/planning/contradictions/contradiction.js';
import { findContradictions } from '../../../src/facts/planning/contradictions/contradictions.js';
import { fileNames } from '../../../src/facts/planning/contradictions/missing-files.js';
import { placeholdersInData } from '../../../src/facts/planning/contradictions/placeholders.js';
import { readPlanningDocument } from '../../../src/facts/planning/document.js';

interface World {
  readonly path?: string;
  readonly others?: Readonly<Record<string, string>>;
  readonly files?: readonly string[];
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly commentedOut?: readonly string[];
}

function contradictions(text: string, world: World = {}) {
  const document = readPlanningDocument(world.path ?? 'STATUS.md', text);
  const others = Object.entries(world.others ?? {}).map(([path, other]) => readPlanningDocument(path, other));
  const own: ManifestFacts | undefined =
    world.version === undefined
      ? undefined
      : {
          name: 'cim-mill',
          version: world.version,
          dependencies: new Map(Object.entries(world.dependencies ?? {})),
          commentedOut: new Set(world.commentedOut),
        };
  return findContradictions(document, {
    today: '2031-06-15',
    documents: [document, ...others],
    modules: new Map(own ? [[own.name, own]] : []),
    ...(own && { own }),
    ...(world.files && { files: fileNames(world.files) }),
  });
}

/** `line kind` of each. */
const said = (lines: readonly string[], world?: World) =>
  contradictions(lines.join('\n'), world).map(
    ({ kind, places }) => `${places.map(({ line }) => line).join(',')} ${kind}`,
  );

describe('two figures', () => {
  it('for the whole, in one document', () => {
    expect(
      said([
        '# Mill status',
        'The project is 80 % ready.',
        '## Conclusion',
        'With 75 % production readiness, we go on.',
      ]),
    ).toEqual(['4,2 two-figures']);
  });

  it('in two documents that are not dated apart', () => {
    const others = { 'A.md': '# Mill status\nThe project is 70 % ready.\n' };
    expect(said(['# Mill status', 'The project is 80 % ready.'], { others })).toEqual(['2,2 two-figures']);
    const dated = { 'A.md': '# Mill status\nDate: 2031-01-01\n\nThe project is 70 % ready.\n' };
    expect(said(['# Mill status', 'Date: 2031-02-01', '', 'The project is 80 % ready.'], { others: dated })).toEqual(
      [],
    );
  });
});

describe('complete beside open', () => {
  it('an area marked done holds an open task, or a smaller figure', () => {
    expect(said(['# Mill status', '## Pumps ✅', '- [x] a', '- [ ] b', '### Inlets (40 %)', '- [x] c'])).toEqual([
      '4,2 complete-beside-open',
      '5,2 complete-beside-open',
    ]);
  });

  it('a ticked task lies over an open one', () => {
    expect(said(['# Mill status', '## Pumps', '- [x] Pumps', '  - [x] one', '  - [ ] two'])).toEqual([
      '5,3 complete-beside-open',
    ]);
  });

  it('the same thing is ticked and left to do', () => {
    expect(
      said(['# Mill status', '## Pumps', '- [x] Replace the main pump', '## Later', '- [ ] Replace the main pump']),
    ).toEqual(['5,3 complete-beside-open']);
    expect(said(['# Mill status', '## Pumps', '- [x] Water flow > 80 %', '- [ ] Water flow > 85 %'])).toEqual([]);
  });

  it('a next step does what is finished', () => {
    expect(
      said(['# Mill roadmap', '## Phase 1: Pumps ✅', '- [x] a', '## Next steps', '1. Begin Phase 1 work']),
    ).toEqual(['5,2 complete-beside-open']);
  });

  it('the whole is called complete', () => {
    expect(said(['# Mill status', 'The project is 100 % complete.', '## Pumps', '- [ ] inlet'])).toEqual([
      '4,2 complete-beside-open',
    ]);
  });

  it('a share of ticked boxes beside an estimate is none, nor a goal, nor 90 % over 10 %', () => {
    expect(
      said([
        '# Mill status',
        'The project is 90 % ready.',
        '## Pumps (10 %)',
        '- [ ] a',
        '## Success metrics',
        '- [ ] quiet',
      ]),
    ).toEqual([]);
    expect(
      said(['# Mill status', '## Pumps ✅', '- [x] a', '## Acceptance criteria', '- [ ] It runs for a month']),
    ).toEqual([]);
  });

  it('a goal names the very thing that is finished', () => {
    expect(
      said([
        '# Mill status',
        '## Replace the main pump ✅',
        '- [x] a',
        '## Exit criteria',
        '- [ ] Replace the main pump',
      ]),
    ).toEqual(['5,2 complete-beside-open']);
  });
});

describe('a sum that does not fit', () => {
  it('an announced number over a list', () => {
    const list = ['- a', '- b', '- c'];
    expect(said(['# Mill status', '## Changed (4 files)', ...list])).toEqual(['2,3 sum-does-not-fit']);
    for (const number of ['3', '~3', '2+'])
      expect(said(['# Mill status', `## Changed (${number} files)`, ...list])).toEqual([]);
  });

  it('tests that add up', () => {
    expect(
      said(['# Mill status', '## Testing: 12 tests', '- Pumps: 5 tests', '- Valves: 6 tests', '- Seals: 2 tests']),
    ).toEqual(['2,3 sum-does-not-fit']);
  });

  it('a share that its numbers do not give', () => {
    expect(said(['# Mill status', 'Pumps: 3/8 (50%)', '', 'Valves: 3/8 - 37.5%', '', 'From 25% (2/8) to 50%'])).toEqual(
      ['2 sum-does-not-fit'],
    );
  });

  it('durations of phases one after another, and of a row', () => {
    const phases = [
      '# Mill roadmap',
      '## Timeline',
      '### Phase 1: a (2 weeks)',
      '- x',
      '### Phase 2: b (4 weeks)',
      '- y',
    ];
    expect(said([...phases, '### Total timeline: 8 weeks'])).toEqual(['7,3,5 sum-does-not-fit']);
    expect(said([...phases, '### Total timeline: 6 weeks'])).toEqual([]);
    expect(
      said([
        '# Mill roadmap',
        '| Phase | Duration | Start | End |',
        '|-|-|-|-|',
        '| Phase 1 | 3 weeks | Week 1 | Week 2 |',
      ]),
    ).toEqual(['4 sum-does-not-fit']);
  });
});

describe('a placeholder', () => {
  it('stands in the text, and not in code', () => {
    expect(
      said([
        '# Mill status',
        'Last updated: $(date -I)',
        '',
        'By [Current Date], {{name}}',
        '',
        '`$(date)` and [link](#x) and [DONE]',
        '',
        'Write dates as YYYY-MM-DD',
        '```',
        '$(date)',
        '```',
      ]),
    ).toEqual(['2 placeholder-unfilled', '4 placeholder-unfilled', '4 placeholder-unfilled']);
  });

  it('stands in data files, comments included', () => {
    const yaml = '# Updated: $(date -I)\nmodules:\n  cim-mill:\n    status:\n    tags:\n    - a\n';
    expect(placeholdersInData('m.yaml', yaml).map(({ places: [{ line }] }) => line)).toEqual([1, 4]);
    expect(
      placeholdersInData('s.json', '{\n  "total": ,\n  "of": "x"\n}').map(({ places: [{ line }] }) => line),
    ).toEqual([2]);
  });
});

describe('a date that has passed', () => {
  it('while its phase is open', () => {
    expect(
      said([
        '# Mill roadmap',
        '## Phase 1: a (Q1 2031)',
        '- [ ] x',
        '## Phase 2: b (Q3 2031)',
        '- [ ] y',
        '## Phase 3: c (Q1 2031) ✅',
        '- [x] z',
      ]),
    ).toEqual(['2 date-passed']);
  });

  it("by the document's own date and the longer bound", () => {
    expect(said(['# Mill roadmap', 'Date: 2031-06-01', '## Phase 1: a (1-3 weeks)', '- [ ] x'])).toEqual([]);
    expect(said(['# Mill roadmap', 'Date: 2031-05-01', '## Phase 1: a (1-3 weeks)', '- [ ] x'])).toEqual([
      '3 date-passed',
    ]);
  });

  it('of a version that the manifest has not reached', () => {
    const lines = ['# Mill roadmap', '## Milestone 1: v1.0.0 (Q1 2031)', '- [x] x'];
    expect(said(lines, { version: '0.4.2' })).toEqual(['2 date-passed']);
    expect(said(lines, { version: '1.0.0' })).toEqual([]);
  });
});

describe('a missing file', () => {
  const files = ['docs/STATUS.md', 'docs/plan.md', 'src/pump.rs', 'README.md'];
  const world: World = { path: 'docs/STATUS.md', files };

  it('is sought beside the document, from the root, and by name', () => {
    expect(
      said(
        [
          '# Mill status',
          '[a](plan.md) [b](../README.md) [c](gone.md#x)',
          '',
          'See NOTES.md and readme.md',
          '## Pumps ✅',
          '- `src/pump.rs` works',
          '- `src/valve.rs` works',
        ],
        world,
      ),
    ).toEqual(['2 refers-to-missing-file', '4 refers-to-missing-file', '7 refers-to-missing-file']);
  });

  it('is not one that is to be made, planned, elsewhere, or in a file list that was not read', () => {
    expect(
      said(
        [
          '# Mill status',
          'Create LATER.md next',
          '',
          '- [ ] GUIDE.md',
          '- [web](https://x.org/a.md)',
          '',
          '/etc/NOTES.md',
        ],
        world,
      ),
    ).toEqual([]);
    expect(said(['# Mill status', '[c](gone.md)'])).toEqual([]);
  });

  it('is a leaf of a drawn directory', () => {
    expect(
      said(
        ['# Mill status', '## Pumps ✅', '```', 'src/', '├── pump.rs', '├── valve.rs # planned', '└── seal.rs', '```'],
        world,
      ),
    ).toEqual(['7 refers-to-missing-file']);
  });
});

describe('a historical document', () => {
  it('is not to be cited as current', () => {
    const others = { 'OLD.md': '# Mill roadmap\n> This document is historical.\n' };
    expect(
      said(['# Mill status', 'See [the roadmap](OLD.md).', '## Historical', '- [roadmap](OLD.md)'], { others }),
    ).toEqual(['2,2 historical-but-cited']);
  });
});

describe('a manifest', () => {
  it('has another version or status', () => {
    const world: World = { version: '0.4.2' };
    expect(
      said(
        [
          '# cim-mill status',
          'Version: 0.5.0',
          '',
          'Status: production',
          '',
          'This module is production-ready.',
          '',
          'Ready for production: pumps',
        ],
        world,
      ),
    ).toEqual(['2 status-against-manifest', '4 status-against-manifest', '6 status-against-manifest']);
    expect(said(['# Tracker', '## Production-ready modules', '- **cim-mill**', '- Version: 1.0.0+'], world)).toEqual([
      '3 status-against-manifest',
      '4 status-against-manifest',
    ]);
    expect(said(['# cim-mill status', 'Version: 0.5.0'])).toEqual([]);
  });

  it('has no such dependency', () => {
    const world: World = {
      version: '1.0.0',
      dependencies: { 'cim-water': '1.0', tokio: '1.3' },
      commentedOut: ['cim-wind'],
    };
    expect(
      said(
        [
          '# cim-mill status',
          '## Dependencies',
          '- cim-water',
          '- cim-wind',
          '- cim-fire',
          '- tokio 1.3',
          '- tokio 2.0',
          '- Rust 1.75+',
        ],
        world,
      ),
    ).toEqual(['4 status-against-manifest', '5 status-against-manifest', '7 status-against-manifest']);
  });
});

it('contradictions of any text are found without harm', () => {
  const words = fc.constantFrom(
    '# Mill status',
    '## A ✅',
    '- [x] b',
    '  - [ ] c',
    '100 % complete',
    '## Changed (4 files)',
    'See x.md',
    '## Phase 1 (Q1 2031)',
    '[Current Date]',
    '- cim-mill 1.0',
    'Version: 9.9.9',
    '3/8 (50%)',
    '```',
    '├── h.rs',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(words, fc.string()), { maxLength: 40 }), lines => {
      const found = contradictions(lines.join('\n'), { files: [], version: '0.1.0' });
      expect(
        found.every(({ places }) =>
          places.every(({ line }) => line >= 1 && line <= lines.join('\n').split(/\r\n?|\n/).length),
        ),
      ).toBe(true);
    }),
  );
});
