/** The fleets as a viewer may see them. What is made for one viewer serves every viewer who can read the same. */
import { estimateFor } from '../../fleet/estimates.js';
import { type FleetModule, type FleetView, fleetView } from '../../fleet/view.js';
import { visibleParts } from '../../fleet/visible.js';
import type { Standard } from '../../standard/standard.js';
import { moduleRepository } from '../../report/pages/elements.js';
import type { FleetSource, KnownRepository, SourceFleet } from './fleet-source.js';
import { canRead, type Viewer } from '../sign-in/viewer.js';

/** A module that a viewer may see. */
export interface ShownModule {
  readonly module: FleetModule;
  /** Absent for a module that only the registry lists. */
  readonly known: KnownRepository | undefined;
}

/** A fleet as a viewer may see it. */
export interface ShownFleet {
  readonly installation: number;
  readonly owner: string;
  /** The standard that the organization's policy puts in force. */
  readonly standard: Standard;
  readonly view: FleetView;
  /** Null if the viewer cannot read it. */
  readonly registry: SourceFleet['registry'];
  /** By `owner/repo` in lower case. */
  readonly modules: ReadonlyMap<string, ShownModule>;
  /** The names of modules, by GitHub's ID of their repository. */
  readonly names: ReadonlyMap<number, KnownRepository>;
}

/** The most fleets that are kept, and the most views of them. */
const KEPT_FLEETS = 50;
const KEPT_VIEWS = 200;
/** How long a view is current, and how long an estimate, in milliseconds: movements and estimates depend on the day. */
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export interface ShownFleets {
  /**
   * The fleets of which the viewer may see a module, by the organization's name. The same list is given to everyone who can
   * read the same, until something changes.
   */
  (viewer: Viewer): Promise<readonly ShownFleet[]>;
}

/** @param now milliseconds since 1970 */
export function shownFleets(source: FleetSource, now: () => number): ShownFleets {
  const fleets = new Recent<Promise<SourceFleet>>(KEPT_FLEETS);
  const views = new Recent<ShownFleet>(KEPT_VIEWS);
  const all = new Recent<readonly ShownFleet[]>(KEPT_VIEWS);
  const estimators = new Recent<typeof estimateFor>(KEPT_VIEWS);
  return async viewer => {
    const organizations = await source.organizations();
    const moment = `${await source.revision()} ${Math.floor(now() / HOUR)}`;
    const shown = await Promise.all(
      organizations.map(async ({ installation }) => {
        const fleet = await fleets
          .get(`${installation}`, moment, () => source.fleet(installation))
          .catch((error: unknown) => {
            fleets.drop(`${installation}`);
            throw error;
          });
        const readable = [...fleet.modules.values(), ...(fleet.registry ? [fleet.registry] : [])]
          .filter(({ repository, isPublic }) => !isPublic && viewer.readable.has(repository))
          .map(({ repository }) => repository);
        const key = `${installation} ${readable.sort((a, b) => a - b).join(' ')}`;
        // An estimate is for a day: one more assessment of another module hardly moves it, and all of them take long.
        const estimate = estimators.get(key, `${Math.floor(now() / DAY)}`, rememberedEstimates);
        return { key, fleet: views.get(key, moment, () => shownFleet(fleet, viewer, estimate)) };
      }),
    );
    return all.get(shown.map(({ key }) => key).join(), moment, () =>
      shown
        .map(({ fleet }) => fleet)
        .filter(({ view }) => view.modules.length > 0)
        .toSorted((a, b) => a.owner.localeCompare(b.owner, 'en')),
    );
  };
}

/** Estimates that are made once for each module and what is left of it. */
function rememberedEstimates(): typeof estimateFor {
  const made = new Map<string, ReturnType<typeof estimateFor>>();
  return (module, left, fleet) => {
    const key = `${module} ${left}`;
    const known = made.get(key) ?? estimateFor(module, left, fleet);
    made.set(key, known);
    return known;
  };
}

function shownFleet(fleet: SourceFleet, viewer: Viewer, estimate: typeof estimateFor): ShownFleet {
  const { registry, modules } = fleet;
  const isRegistryShown = registry !== null && canRead(viewer, registry);
  const view = fleetView(
    visibleParts(
      { ...fleet.parts, estimate },
      {
        registry: isRegistryShown,
        module: name => {
          const known = modules.get(name);
          return known ? canRead(viewer, known) : isRegistryShown;
        },
      },
    ),
  );
  const shown = view.modules.map((module): ShownModule => ({ module, known: modules.get(module.name.toLowerCase()) }));
  return {
    installation: fleet.installation,
    owner: fleet.owner,
    standard: fleet.parts.standard,
    view,
    registry: isRegistryShown ? registry : null,
    modules: new Map(
      shown.flatMap(each => {
        const place = each.known ?? moduleRepository(each.module);
        return place ? [[`${place.owner}/${place.repo}`.toLowerCase(), each] as const] : [];
      }),
    ),
    names: new Map(shown.flatMap(({ known }) => (known ? [[known.repository, known] as const] : []))),
  };
}

/** Values of one moment by their key; of too many, the oldest is dropped. */
class Recent<T> {
  readonly #kept = new Map<string, { readonly moment: string; readonly value: T }>();

  constructor(private readonly most: number) {}

  drop(key: string): void {
    this.#kept.delete(key);
  }

  get(key: string, moment: string, make: () => T): T {
    const found = this.#kept.get(key);
    if (found?.moment === moment) return found.value;
    const value = make();
    this.#kept.delete(key);
    this.#kept.set(key, { moment, value });
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= this.most) break;
      this.#kept.delete(oldest);
    }
    return value;
  }
}
