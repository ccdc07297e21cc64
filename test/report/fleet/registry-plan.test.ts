import { describe, expect, it } from '@jest/globals';
import { assess } from '../../../src/assess/assess.js';
import { REGISTRY_FILES, type RegistryFiles } from '../../../src/facts/registry/model.js';
import { readRegistry } from '../../../src/facts/registry/read.js';
import { measured } from '../../../src/fleet/measured.js';
import { readRegistryRepository, TRACKER_PATH } from '../../../src/fleet/registry-reading.js';
import { DEFAULT_POLICY } from '../../../src/policy/policy.js';
import { PICTURE_PATH, type RegistryPlan, registryPlan } from '../../../src/report/fleet/registry-plan.js';
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
function plan(texts: Readonly<Record<string, string>>, decided?: ReadonlyMap<string, string>): RegistryPlan {
  const of = snapshot(READY_TEXTS, {}, { repo: 'cim-parcel', sha: 'c0ffee0'.padEnd(40, '0') });
  const assessment = assess(of, CIM_STANDARD, DEFAULT_POLICY, NOW);
  const module = measured(of, assessment, { policy: DEFAULT_POLICY, folder: 'cim-parcel' });
  const { phases, contradictions } = readRegistryRepository(files(texts), { today: NOW.slice(0, 10), manifests: [] });
  return registryPlan({
    files: filesOf(texts),
    tracker: texts[TRACKER_PATH],
    ...(decided && { decided }),
    parts: {
      standard: CIM_STANDARD,
      attempts: [{ name: 'cim-parcel', measured: module }],
      phases,
      contradictions,
      takenAt: NOW,
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
    const { texts: demoted } = plan(TEXTS, new Map([['cim-parcel', 'development']]));
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
});
