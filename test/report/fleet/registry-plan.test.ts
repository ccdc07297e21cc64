import { describe, expect, it } from '@jest/globals';
import { assess } from '../../../src/assess/assess.js';
import { REGISTRY_FILES, type RegistryFiles } from '../../../src/facts/registry/model.js';
import { readRegistry } from '../../../src/facts/registry/read.js';
import { measured } from '../../../src/fleet/measured.js';
import { readRegistryRepository, TRACKER_PATH } from '../../../src/fleet/registry-reading.js';
import { NO_REVIEW } from '../../../src/fleet/review.js';
import { DEFAULT_POLICY } from '../../../src/policy/policy.js';
import {
  PICTURE_PATH,
  type RegistryPlan,
  registryPlan,
  type TextEdit,
} from '../../../src/report/fleet/registry-plan.js';
import { CIM_STANDARD } from '../../../src/standard/cim.js';
import { files, NOW, READY_TEXTS, snapshot } from '../../support/snapshots.js';

const TRACKER = `# Production migration tracker

People's words.

## Phase 1: Post (Q1 2020)

1. **cim-parcel** - sends parcels
   - [ ] weigh

Last updated: $(date -I)
`;
const TEXTS: Readonly<Record<string, string>> = {
  [REGISTRY_FILES.modules]:
    '# kept\nmodules:\n  cim-parcel:\n    type: domain\n    status: production # by hand\n  cim-far:\n    status: development\n',
  [REGISTRY_FILES.graph]:
    '{"graph": {"metadata": {"total_modules": 38, "last_updated": "$(date -Iseconds)"}, "nodes": {"cim-far": {"dependents": ["cim-parcel"]}}, "edges": []}}',
  [REGISTRY_FILES.status]: '{ "total_modules": , "status": "healthy" }',
  [TRACKER_PATH]: TRACKER,
};

function filesOf(texts: Readonly<Record<string, string>>): RegistryFiles {
  const found = Object.entries(REGISTRY_FILES).flatMap(([file, path]) =>
    texts[path] === undefined ? [] : [[file, texts[path]]],
  );
  return Object.fromEntries(found) as RegistryFiles;
}

/** Reads the texts as they are, measures, and plans. */
function plan(
  texts: Readonly<Record<string, string>>,
  status?: 'production' | 'development',
  edits?: readonly TextEdit[],
  takenAt = NOW,
): RegistryPlan {
  const of = snapshot(READY_TEXTS, {}, { repo: 'cim-parcel', sha: 'c0ffee0'.padEnd(40, '0') });
  const assessment = assess(of, CIM_STANDARD, DEFAULT_POLICY, NOW);
  const module = measured(of, assessment, { policy: DEFAULT_POLICY, folder: 'cim-parcel' });
  const { phases, contradictions } = readRegistryRepository(files(texts), { today: NOW.slice(0, 10), manifests: [] });
  return registryPlan({
    texts: new Map(Object.entries(texts)),
    edits,
    parts: {
      standard: CIM_STANDARD,
      attempts: [{ name: 'cim-parcel', measured: module }],
      phases,
      contradictions,
      takenAt,
      ...(status && {
        reviews: new Map([['cim-parcel', { ...NO_REVIEW, decision: { number: 9, status, by: 'olga', at: NOW } }]]),
      }),
    },
  });
}

describe("the registry's new texts", () => {
  const { texts, refused } = plan(TEXTS);

  it('say what was measured, and keep what people wrote', () => {
    expect(refused).toEqual([]);
    expect(texts.get(REGISTRY_FILES.modules)).toBe(
      '# kept\nmodules:\n  cim-parcel:\n    type: domain\n    status: production # by hand\n    version: 1.2.0\n    last_commit: c0ffee0\n  cim-far:\n    status: development\n',
    );
    expect(texts.get(PICTURE_PATH)).toContain('cim-parcel["cim-parcel<br/>production"]:::production');
    expect(JSON.parse(texts.get(REGISTRY_FILES.status) ?? '')).toMatchObject({ total_modules: 2, production_ready: 1 });
    const tracker = texts.get(TRACKER_PATH) ?? '';
    expect(tracker.startsWith("# Production migration tracker\n\nPeople's words.\n\n<!-- cim-readiness")).toBe(true);
    expect(tracker.endsWith(TRACKER.slice(TRACKER.indexOf('## Phase 1')))).toBe(true);
    expect(tracker).toContain('| `cim-parcel` | production |');
  });

  it('leave nothing wrong that they could put right', () => {
    expect(readRegistry(filesOf(Object.fromEntries(texts))).problems).toEqual([]);
    expect(texts.get(TRACKER_PATH)).not.toContain('38 modules');
  });

  it('name lines where they are after the edit, and change nothing when done again', () => {
    const written = { ...TEXTS, ...Object.fromEntries(texts) };
    const lines = (written[TRACKER_PATH] ?? '').split('\n');
    const phase = lines.findIndex(line => line.startsWith('## Phase 1')) + 1;
    expect(written[TRACKER_PATH]).toContain(`\`${TRACKER_PATH}:${phase}\` date-passed`);
    expect(Object.fromEntries(plan(written).texts)).toEqual(Object.fromEntries(texts));
  });

  it('change a status only by decision', () => {
    const { texts: demoted } = plan(TEXTS, 'development');
    expect(demoted.get(REGISTRY_FILES.modules)).toContain('    status: development # by hand\n');
  });

  it('leave a tracker alone whose comments are broken, and say so', () => {
    const broken = `${TRACKER}\n<!-- cim-readiness: measured, do not edit -->\n`;
    const result = plan({ ...TEXTS, [TRACKER_PATH]: broken });
    expect(result.texts.has(TRACKER_PATH)).toBe(false);
    expect(result.refused).toEqual([
      { path: TRACKER_PATH, reason: 'the comments around the measured part are incomplete' },
    ]);
  });

  it('name each new value, and nothing that stays', () => {
    expect(plan(TEXTS).changes).toEqual([
      { module: 'cim-parcel', field: 'version', from: null, to: '1.2.0' },
      { module: 'cim-parcel', field: 'last_commit', from: null, to: 'c0ffee0' },
    ]);
    expect(plan({ ...TEXTS, ...Object.fromEntries(texts) }).changes).toEqual([]);
  });

  it('stay as they are the next day', () => {
    const written = { ...TEXTS, ...Object.fromEntries(texts) };
    const tomorrow = plan(written, undefined, undefined, '2026-06-02T12:00:00.000Z').texts;
    expect(Object.fromEntries(tomorrow)).toEqual(Object.fromEntries(texts));
  });

  it('keep what a person changed on the branch, and say what was measured', () => {
    const own = new Map(Object.entries({ ...TEXTS, ...Object.fromEntries(texts) }));
    const edited = new Map(own);
    const change = (path: string, from: string, to: string) =>
      edited.set(path, (edited.get(path) ?? '').replace(from, to));
    change(REGISTRY_FILES.modules, 'version: 1.2.0', 'version: 9.9.9 # we know better');
    change(PICTURE_PATH, 'graph TB', 'graph LR');
    change(TRACKER_PATH, 'Success metrics, measured', 'Success');
    change(REGISTRY_FILES.status, 'healthy', 'ill');
    const result = plan(Object.fromEntries(edited), undefined, [{ before: own, after: edited }]);
    expect(Object.fromEntries(result.texts)).toEqual(
      Object.fromEntries([...edited].filter(([path]) => path !== TRACKER_PATH)),
    );
    expect(result.conflicts).toEqual([
      {
        path: REGISTRY_FILES.modules,
        reason: 'cim-parcel: version was set to 9.9.9 on the branch, and this app found 1.2.0',
      },
      { path: PICTURE_PATH, reason: 'it was edited on the branch' },
      { path: TRACKER_PATH, reason: 'its measured part was edited on the branch' },
    ]);
    // Without such a person, everything is written.
    expect(plan(Object.fromEntries(edited)).conflicts).toEqual([]);
  });
});
