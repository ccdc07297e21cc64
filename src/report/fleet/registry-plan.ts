/** What the registry's files should say: a pure function of their present texts and what was measured. Doing it twice changes nothing. */
import type { Contradiction } from '../../facts/planning/contradictions/contradiction.js';
import { withKept } from '../../facts/planning/markers.js';
import { editGraph, editStatus, type GraphModule } from '../../facts/registry/edit-json.js';
import { editModules, type ModuleChange } from '../../facts/registry/edit-modules.js';
import { REGISTRY_FILES, type RegistryFiles } from '../../facts/registry/model.js';
import { readRegistry } from '../../facts/registry/read.js';
import { TRACKER_PATH } from '../../fleet/registry-reading.js';
import { type FleetModule, type FleetParts, type FleetView, fleetView } from '../../fleet/view.js';
import { mermaid } from './mermaid.js';
import { trackerText } from './tracker.js';

/** The picture, beside the registry's four files and the tracker. */
export const PICTURE_PATH = 'registry/modules-graph.mmd';

export interface PlanAsked {
  readonly files: RegistryFiles;
  /** The present tracker; one is begun if there is none. */
  readonly tracker?: string | undefined;
  /** What was measured; the registry is read from the files. */
  readonly parts: Omit<FleetParts, 'registry'>;
  /** Statuses that were decided, by module. Measurement alone changes none. */
  readonly decided?: ReadonlyMap<string, string>;
}

export interface RegistryPlan {
  /** New texts by path. */
  readonly texts: ReadonlyMap<string, string>;
  /** What was left as it is, and why. */
  readonly refused: readonly { readonly path: string; readonly reason: string }[];
}

/** Plans the new texts. */
export function registryPlan({ files, tracker, parts, decided = new Map() }: PlanAsked): RegistryPlan {
  const { takenAt } = parts;
  const refused: { path: string; reason: string }[] = [];
  const edited = editModules(
    files.modules ?? '',
    changesOf(fleetView({ ...parts, registry: readRegistry(files) }), decided),
  );
  if ('refused' in edited) refused.push({ path: REGISTRY_FILES.modules, reason: edited.refused });
  else
    refused.push(
      ...edited.skipped.map(({ module, reason }) => ({ path: REGISTRY_FILES.modules, reason: `${module}: ${reason}` })),
    );
  const modules = 'refused' in edited ? files.modules : edited.text;
  const registry = readRegistry({ ...files, ...(modules === undefined ? {} : { modules }) });
  const view = fleetView({ ...parts, registry });
  const listed = view.modules.filter(each => each.registry !== null).map(graphModule);
  const graph = editGraph(files.graph, listed, registry.edges, takenAt);
  const production = listed.filter(({ status }) => status === 'production').length;
  const status = editStatus(files.status, { modules: listed.length, production }, takenAt);
  const written = { ...files, ...(modules === undefined ? {} : { modules }), graph, status };
  const text = trackerWith(tracker ?? '# Production migration tracker\n', {
    ...view,
    registryProblems: readRegistry(written).problems,
    // What the data files lack now is among the problems of the registry as it will be.
    contradictions: view.contradictions.filter(({ places: [{ path }] }) => !/\.(?:ya?ml|json)$/.test(path)),
  });
  if (text === undefined)
    refused.push({ path: TRACKER_PATH, reason: 'the comments around the measured part are incomplete' });
  return {
    texts: new Map([
      ...(modules === undefined ? [] : [[REGISTRY_FILES.modules, modules] as const]),
      [REGISTRY_FILES.graph, graph],
      [REGISTRY_FILES.status, status],
      [PICTURE_PATH, mermaid(listed)],
      ...(text === undefined ? [] : [[TRACKER_PATH, text] as const]),
    ]),
    refused,
  };
}

/** What modules.yaml should say of measured modules: their version and commit, and the statuses that were decided. */
function changesOf({ modules }: FleetView, decided: ReadonlyMap<string, string>): Map<string, ModuleChange> {
  return new Map(
    modules.flatMap(({ name, registry, measured }) => {
      const status = decided.get(name);
      const change: ModuleChange = {
        ...(status === undefined ? {} : { status }),
        ...(measured?.version ? { version: measured.version } : {}),
        ...(measured && !/^0+$/.test(measured.sha) ? { last_commit: measured.sha.slice(0, 7) } : {}),
      };
      return registry?.line != null && Object.keys(change).length > 0 ? [[name, change] as const] : [];
    }),
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

/** The tracker with its measured part; lines of the tracker that move with it are named where they will be. */
function trackerWith(tracker: string, view: FleetView): string | undefined {
  const first = withKept(tracker, trackerText(view));
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
  return withKept(tracker, trackerText({ ...view, contradictions: view.contradictions.map(shifted) }));
}
