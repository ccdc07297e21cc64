/** The fleet of an organization as the ledger knows it: what pages, the tracker, and the digest are made of. */
import { archiveIn } from '../fleet/campaigns.js';
import { readDisputes, moduleDisputes } from '../fleet/disputes.js';
import { REVIEW_KINDS, reviewIn } from '../fleet/review.js';
import type { HistoryPoint } from '../fleet/history.js';
import type { Tracking } from '../fleet/migration-state.js';
import type { Attempt, FleetParts } from '../fleet/view.js';
import { visibleParts } from '../fleet/visible.js';
import { standardInForce } from '../standard/in-force.js';
import type { Standard } from '../standard/standard.js';
import type { FleetRecord, RegistryRecord } from '../store/fleet-memory.js';
import type { Ledger } from '../store/ledger.js';

/** The repository of a module. */
export interface FleetRepository {
  /** GitHub's ID. */
  readonly repository: number;
  readonly owner: string;
  readonly repo: string;
  /** Whether everyone can read it; false if that is not known. */
  readonly isPublic: boolean;
  readonly defaultBranch: string;
}

export interface OrganizationFleet {
  readonly installation: number;
  /** The organization's login; empty if nothing of it is known. */
  readonly owner: string;
  /** As long as it is the same, nothing changed. */
  readonly revision: number;
  /** The repository of the registry; null if none was read. */
  readonly registry: Omit<RegistryRecord, 'installation' | 'reading'> | null;
  /** The repositories of assessed modules, by the module's name in lower case. A module of the registry that the app does not see is absent. */
  readonly modules: ReadonlyMap<string, FleetRepository>;
  readonly parts: FleetParts;
}

interface Known {
  readonly ledger: Pick<
    Ledger,
    'fleet' | 'histories' | 'module' | 'registry' | 'revision' | 'noted' | 'promises' | 'fleetPolicy'
  >;
  readonly standard: Standard;
  /** ISO 8601. */
  readonly now: () => string;
}

/** The fleet of an installation. Everything in it comes from the ledger, private modules included. */
export async function organizationFleet(
  { ledger, standard, now }: Known,
  installation: number,
): Promise<OrganizationFleet> {
  const revision = await ledger.revision();
  const [records, histories, registry, noted, promises, ofFleet] = await Promise.all([
    ledger.fleet(installation),
    ledger.histories(installation),
    ledger.registry(installation),
    ledger.noted(installation, ['disputed', 'campaign-closed', ...REVIEW_KINDS]),
    ledger.promises(installation),
    ledger.fleetPolicy(installation),
  ]);
  const named = namesOf(records, registry);
  const notedOf = (repository: number, ...kinds: readonly string[]) =>
    noted.filter(each => each.repository === repository && kinds.includes(each.kind));
  const [first] = records;
  // The organization's policy is the same for all of its modules.
  const policy = first && (await ledger.module(first.repository))?.policy;
  return {
    installation,
    owner: registry?.owner ?? records[0]?.owner ?? '',
    revision,
    registry: registry ? placeOf(registry) : null,
    modules: new Map([...named].map(([name, record]) => [name, repositoryOf(record)])),
    parts: {
      standard: policy ? standardInForce(standard, policy) : standard,
      takenAt: now(),
      unassessed: 'not assessed by this app',
      attempts: [...named].map(([name, { measured }]): Attempt => ({ name, measured })),
      registry: registry?.reading.view,
      phases: registry?.reading.phases ?? [],
      documents: registry?.reading.documents ?? [],
      contradictions: registry?.reading.contradictions ?? [],
      histories: new Map(
        [...named].map(([name, { repository }]): [string, readonly HistoryPoint[]] => [
          name,
          histories.get(repository) ?? [],
        ]),
      ),
      tracking: new Map(
        [...named].flatMap(([name, { tracking }]): [string, Tracking][] => (tracking ? [[name, tracking]] : [])),
      ),
      disputes: new Map(
        [...named].map(([name, { repository, measured }]) => [
          name,
          moduleDisputes(readDisputes(notedOf(repository, 'disputed')), measured.name),
        ]),
      ),
      promises: new Map(
        [...named].flatMap(([name, { repository }]) => {
          const found = promises.get(repository);
          return found ? [[name, found] as const] : [];
        }),
      ),
      campaigns: ofFleet?.campaigns ?? [],
      archive: archiveIn(noted.filter(({ kind }) => kind === 'campaign-closed')),
      reviews: new Map(
        [...named].map(([name, { repository, measured }]) => [
          name,
          reviewIn(notedOf(repository, ...REVIEW_KINDS), measured.name),
        ]),
      ),
    },
  };
}

/**
 * The records by the name of their module: that by which the registry lists its repository, else its own. Of two modules of
 * one name, the one whose repository has that name counts.
 */
function namesOf(records: readonly FleetRecord[], registry: RegistryRecord | undefined): Map<string, FleetRecord> {
  const listed = new Map(
    (registry?.reading.view.modules ?? []).flatMap(({ name, repository }) =>
      repository ? [[`${repository.owner}/${repository.repo}`.toLowerCase(), name.toLowerCase()] as const] : [],
    ),
  );
  const named = new Map<string, FleetRecord>();
  for (const record of records) {
    const name = listed.get(`${record.owner}/${record.repo}`.toLowerCase()) ?? record.measured.name.toLowerCase();
    const other = named.get(name);
    if (!other || record.repo.toLowerCase() === name) named.set(name, record);
  }
  return named;
}

function repositoryOf({ repository, owner, repo, isPublic, measured }: FleetRecord): FleetRepository {
  return { repository, owner, repo, isPublic, defaultBranch: measured.ref };
}

function placeOf({ repository, owner, repo, branch, sha, isPublic }: RegistryRecord): OrganizationFleet['registry'] {
  return { repository, owner, repo, branch, sha, isPublic };
}

/** The fleet as everyone may see it: private modules are left out, with what was measured and said of them. */
export function withoutPrivate(fleet: OrganizationFleet): OrganizationFleet {
  const isShown = (name: string) => fleet.modules.get(name)?.isPublic !== false;
  return {
    ...fleet,
    modules: new Map([...fleet.modules].filter(([name]) => isShown(name))),
    parts: visibleParts(fleet.parts, { registry: true, module: isShown }),
  };
}
