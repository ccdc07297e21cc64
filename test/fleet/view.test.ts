import { describe, expect, it } from '@jest/globals';
import { assess } from '../../src/assess/assess.js';
import { readPlanningDocument } from '../../src/facts/planning/document.js';
import { readRegistry } from '../../src/facts/registry/read.js';
import { measured } from '../../src/fleet/measured.js';
import { plannedPhases } from '../../src/fleet/phases.js';
import { type Attempt, fleetView } from '../../src/fleet/view.js';
import { DEFAULT_POLICY } from '../../src/policy/policy.js';
import { fleetHtml } from '../../src/report/fleet/html.js';
import { trackerText } from '../../src/report/fleet/tracker.js';
import { CIM_STANDARD } from '../../src/standard/cim.js';
import { edit, NOW, READY_TEXTS, remove, snapshot, type Texts } from '../support/snapshots.js';

const TRACKER = `# Production migration tracker

### Phase 1: Water (Q1 2031)

1. **cim-race** - leads water
   - [x] dig
   - [ ] line

### Phase 2: Grain

2. **cim-mill** - grinds

## Process

For each module:

### Week 1
- [ ] cim-mill: look
`;
const REGISTRY = readRegistry({
  modules: `modules:
  cim-bread: { type: domain, status: development }
  cim-mill: { type: domain, status: production, version: 2.0.0 }
  cim-race: { type: core, status: development }
`,
});

function attempt(name: string, texts: Texts = READY_TEXTS): Attempt {
  const of = snapshot(texts, {}, { repo: name });
  const assessment = assess(of, CIM_STANDARD, DEFAULT_POLICY, NOW);
  return { name, measured: measured(of, assessment, { policy: DEFAULT_POLICY, folder: name }) };
}

const MILL = attempt('cim-mill', edit('Cargo.toml', '[dependencies]', '[dependencies]\ncim-race = "0.1"')(READY_TEXTS));
const RACE = attempt('cim-race', remove('SECURITY.md')(remove('README.md')(READY_TEXTS)));

function view(attempts: readonly Attempt[]) {
  return fleetView({
    standard: CIM_STANDARD,
    attempts,
    registry: REGISTRY,
    phases: plannedPhases(readPlanningDocument('registry/production-migration.md', TRACKER)),
    takenAt: NOW,
  });
}

describe('the view of the fleet', () => {
  it('has the order and the phases of the tracker, then that of the registry, then what else was found', () => {
    const { modules } = view([attempt('cim-yeast'), MILL, RACE]);
    expect(modules.map(({ name, phase }) => [name, phase?.title ?? null, phase?.tasks ?? null])).toEqual([
      ['cim-race', 'Phase 1: Water (Q1 2031)', { done: 1, all: 2 }],
      ['cim-mill', 'Phase 2: Grain', { done: 0, all: 0 }],
      ['cim-bread', null, null],
      ['cim-yeast', null, null],
    ]);
  });

  it('says of each module on which step it is, and what it waits for', () => {
    const { modules } = view([MILL, RACE]);
    expect(modules.map(({ name, step }) => [name, step])).toEqual([
      ['cim-race', 'implementation'],
      ['cim-mill', expect.anything()],
      ['cim-bread', 'assessment'],
    ]);
    expect(modules[1]?.blockers).toEqual([
      { module: 'cim-race', reason: expect.stringMatching(/^\d+ blocking gaps?/), by: null },
    ]);
    expect(modules[2]?.reason).toBe('no checkout was given');
  });

  it('says where the claim and the measurement do not agree', () => {
    const [, mill] = view([MILL]).modules;
    expect(mill?.disagreements).toContainEqual(
      expect.stringMatching(/^listed with version 2\.0\.0, and Cargo\.toml says /),
    );
  });

  it('goes on when a module cannot be assessed', () => {
    const { modules } = view([{ name: 'cim-race', reason: 'it needs too much memory' }, MILL]);
    expect(modules[0]).toMatchObject({ measured: null, reason: 'it needs too much memory', step: 'assessment' });
    expect(modules[1]?.measured).not.toBeNull();
  });

  it('measures the success metrics over the fleet', () => {
    const metric = view([MILL, RACE]).metrics.find(({ name }) => name === 'Documentation complete');
    expect((metric?.met ?? 0) + (metric?.unmet ?? 0) + (metric?.unknown ?? 0) + (metric?.notApplicable ?? 0)).toBe(2);
    expect(metric?.unmet).toBeGreaterThanOrEqual(1);
  });

  it('shows text from repositories, and obeys nothing of it', () => {
    const hostile: Attempt = {
      name: 'cim-<img src=x onerror=alert(1)>',
      reason: '@everyone | [x](javascript:y) <script>',
    };
    const hostileView = view([hostile]);
    expect(fleetHtml({ view: hostileView, standard: CIM_STANDARD })).not.toMatch(/<script|<img/);
    expect(trackerText(hostileView)).not.toMatch(/@everyone|\]\(javascript| <script>/);
  });
});
