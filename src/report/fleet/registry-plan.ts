/** What the registry's files should say: a pure function of their present texts and what was measured. Doing it twice changes nothing. */
import type { Contradiction } from '../../facts/planning/contradictions/contradiction.js';
import { keptPart, withKeptPart } from '../../facts/planning/markers.js';
import { editGraph, editStatus, type GraphModule } from '../../facts/registry/edit-json.js';
import { editModules, type ModuleChange } from '../../facts/registry/edit-modules.js';
import { REGISTRY_FILES, type RegistryFiles } from '../../facts/registry/model.js';
import { readRegistry } from '../../facts/registry/read.js';
import { TRACKER_PATH } from '../../fleet/registry-reading.js';
import { type FleetModule, type FleetParts, type FleetView, fleetView } from '../../fleet/view.js';
import { mermaid } from './mermaid.js';
import { MEASURED_ON, trackerText } from './tracker.js';

/** The picture, beside the registry's four files and the tracker. */
export const PICTURE_PATH = 'registry/modules-graph.mmd';

/** The paths that this app writes. */
export const REGISTRY_PATHS: readonly string[] = [
  REGISTRY_FILES.modules,
  REGISTRY_FILES.graph,
  REGISTRY_FILES.status,
  PICTURE_PATH,
  TRACKER_PATH,
];

/** Texts of the registry's repository by path; a file that does not exist is absent. */
export type RegistryTexts = ReadonlyMap<string, string>;

/** A change of a person: the texts before and after. */
export interface TextEdit {
  readonly before: RegistryTexts;
  readonly after: RegistryTexts;
}

export interface RegistryPlanInput {
  /** The present texts. The tracker is begun if there is none. */
  readonly texts: RegistryTexts;
  /** What people changed on the branch: it stays, although something else was measured. */
  readonly edits?: readonly TextEdit[] | undefined;
  /** What was measured; the registry is read from the texts. */
  readonly parts: Omit<FleetParts, 'registry'>;
}

/** A new value in modules.yaml. */
export interface FieldChange {
  readonly module: string;
  readonly field: keyof ModuleChange;
  /** Null if the module had none. */
  readonly from: string | null;
  readonly to: string;
}

/** Something that was left as it is, and why. */
export interface Refusal {
  readonly path: string;
  readonly reason: string;
}

export interface RegistryPlan {
  /** New texts by path; a text that stays is among them. */
  readonly texts: RegistryTexts;
  /** New values in modules.yaml, in its order. */
  readonly changes: readonly FieldChange[];
  readonly refused: readonly Refusal[];
  /** What a person changed and this app measured otherwise. */
  readonly conflicts: readonly Refusal[];
}

/** Plans the new texts. */
export function registryPlan({ texts, edits = [], parts }: RegistryPlanInput): RegistryPlan {
  const { takenAt } = parts;
  const files = registryFilesOf(texts);
  const before = fleetView({ ...parts, registry: readRegistry(files) });
  const { wanted, changes, conflicts } = fieldChanges(before, texts, edits);
  const edited = editModules(files.modules ?? '', wanted);
  const refused: Refusal[] =
    'refused' in edited
      ? [{ path: REGISTRY_FILES.modules, reason: edited.refused }]
      : edited.skipped.map(({ module, reason }) => ({ path: REGISTRY_FILES.modules, reason: `${module}: ${reason}` }));
  const modules = 'refused' in edited ? files.modules : edited.text;
  const registry = readRegistry({ ...files, ...(modules === undefined ? {} : { modules }) });
  const view = fleetView({ ...parts, registry });
  const listed = view.modules.filter(each => each.registry !== null).map(graphModule);
  const production = listed.filter(({ status }) => status === 'production').length;
  const generated = new Map([
    [REGISTRY_FILES.graph, editGraph(files.graph, listed, registry.edges, takenAt)],
    [REGISTRY_FILES.status, editStatus(files.status, { modules: listed.length, production }, takenAt)],
    [PICTURE_PATH, mermaid(listed)],
  ]);
  for (const [path, text] of generated) {
    const present = texts.get(path);
    const isEdited = edits.some(each => each.before.get(path) !== each.after.get(path));
    if (!isEdited || present === undefined || present === text) continue;
    conflicts.push({ path, reason: 'it was edited on the branch' });
    generated.set(path, present);
  }
  const written = new Map([
    ...(modules === undefined ? [] : [[REGISTRY_FILES.modules, modules] as const]),
    ...generated,
  ]);
  const tracker = plannedTracker(texts.get(TRACKER_PATH), edits, {
    ...view,
    registryProblems: readRegistry(registryFilesOf(new Map([...texts, ...written]))).problems,
    // What the data files lack now is among the problems of the registry as it will be.
    contradictions: view.contradictions.filter(({ places: [{ path }] }) => !/\.(?:ya?ml|json)$/.test(path)),
  });
  if (tracker === 'edited')
    conflicts.push({ path: TRACKER_PATH, reason: 'its measured part was edited on the branch' });
  else if (tracker === 'broken')
    refused.push({ path: TRACKER_PATH, reason: 'the comments around the measured part are incomplete' });
  else written.set(TRACKER_PATH, tracker.text);
  return { texts: written, changes: 'refused' in edited ? [] : changes, refused, conflicts };
}

/** The registry's own files among texts. */
function registryFilesOf(texts: RegistryTexts): RegistryFiles {
  return Object.fromEntries(
    Object.entries(REGISTRY_FILES).flatMap(([file, path]) => {
      const text = texts.get(path);
      return text === undefined ? [] : [[file, text]];
    }),
  );
}

/** The status that reviewers decided, where the listed one is behind. Measurement alone changes none, nor does it wake what is deprecated. */
function decidedStatus(listed: string | null, decided: string | undefined): string | undefined {
  const isBehind = decided === 'production' ? listed !== 'deprecated' : listed === 'production';
  return decided !== undefined && isBehind ? decided : undefined;
}

/** What modules.yaml should say of measured modules: their version and commit, and the statuses that were decided. */
function fieldChanges({ modules }: FleetView, texts: RegistryTexts, edits: readonly TextEdit[]) {
  const present = fieldsIn(texts);
  const edited = edits.map(each => ({ before: fieldsIn(each.before), after: fieldsIn(each.after) }));
  const wanted = new Map<string, ModuleChange>();
  const changes: FieldChange[] = [];
  const conflicts: Refusal[] = [];
  for (const { name, registry, measured, review } of modules) {
    if (registry?.line == null) continue;
    const status = decidedStatus(registry.status, review?.decision?.status);
    const values: ModuleChange = {
      ...(status === undefined ? {} : { status }),
      ...(measured?.version ? { version: measured.version } : {}),
      ...(measured && !/^0+$/.test(measured.sha) ? { last_commit: measured.sha.slice(0, 7) } : {}),
    };
    const kept = (Object.entries(values) as [FieldChange['field'], string][]).filter(([field, to]) => {
      const from = present.get(name)?.[field] ?? null;
      if (from === to) return true;
      const valueIn = (fields: typeof present) => fields.get(name)?.[field] ?? null;
      if (edited.some(each => valueIn(each.after) === from && valueIn(each.before) !== from)) {
        const reason = `${name}: ${field} was set to ${from ?? 'nothing'} on the branch, and this app found ${to}`;
        conflicts.push({ path: REGISTRY_FILES.modules, reason });
        return false;
      }
      changes.push({ module: name, field, from, to });
      return true;
    });
    if (kept.length > 0) wanted.set(name, Object.fromEntries(kept));
  }
  return { wanted, changes, conflicts };
}

/** The values that modules.yaml itself gives. */
function fieldsIn(texts: RegistryTexts) {
  const modules = texts.get(REGISTRY_FILES.modules);
  const view = readRegistry(modules === undefined ? {} : { modules });
  return new Map(
    view.modules.map(({ name, status, version, git }) => [name, { status, version, last_commit: git.commit }]),
  );
}

function graphModule({ name, registry, measured, claimedStatus, dependencies }: FleetModule): GraphModule {
  return {
    name,
    type: registry?.type ?? null,
    status: registry?.status ?? claimedStatus,
    version: measured?.version ?? registry?.version ?? null,
    url: registry?.url ?? null,
    dependencies: measured ? dependencies : (registry?.dependencies ?? []),
    git: {
      commit: measured && !/^0+$/.test(measured.sha) ? measured.sha.slice(0, 7) : (registry?.git.commit ?? null),
      tag: measured?.tag ?? registry?.git.tag ?? null,
      updated: measured?.committedAt ?? registry?.git.updated ?? null,
    },
    releases: measured && measured.releases.length > 0 ? measured.releases : (registry?.releases ?? []),
  };
}

/** The tracker with its measured part, unless a person edited that. A text in which only the day is new stays as it is. */
function plannedTracker(
  present = '# Production migration tracker\n',
  edits: readonly TextEdit[],
  view: FleetView,
): { readonly text: string } | 'edited' | 'broken' {
  const text = trackerWith(present, view);
  if (text === undefined) return 'broken';
  const keptOf = (texts: RegistryTexts) => keptPart(texts.get(TRACKER_PATH) ?? '');
  if (edits.some(({ before, after }) => keptOf(before) !== keptOf(after))) return 'edited';
  return { text: withoutDates(text) === withoutDates(present) ? present : text };
}

const LAST_UPDATED = /"last_updated": "[^"\n]{0,40}"/;

/** A text without the dates at which it was written: two texts that differ only there say the same. */
export function withoutDates(text: string): string {
  return text.replace(MEASURED_ON, '').replace(LAST_UPDATED, '');
}

/** The tracker with its measured part; lines of the tracker that move with it are named as they will be. */
function trackerWith(tracker: string, view: FleetView): string | undefined {
  const first = withKeptPart(tracker, trackerText(view));
  if (first === undefined) return undefined;
  const before = tracker.split('\n');
  const after = first.split('\n');
  const moved = after.length - before.length;
  const same = before.findIndex((line, index) => line !== after[index]);
  const shifted = (contradiction: Contradiction): Contradiction => {
    const [head, ...rest] = contradiction.places.map(place =>
      place.path === TRACKER_PATH && same >= 0 && place.line > same ? { ...place, line: place.line + moved } : place,
    );
    return head ? { ...contradiction, places: [head, ...rest] } : contradiction;
  };
  return withKeptPart(tracker, trackerText({ ...view, contradictions: view.contradictions.map(shifted) }));
}
