/** What the pages and the API answer with: everything passes the viewer here, so that no route can forget to ask. */
import { recordedDifferences, type RecordedSide } from '../../assess/recorded.js';
import { type Assessment, summarize } from '../../assess/assessment.js';
import { type Way, findWay } from '../../assess/way.js';
import type { HistoryPoint } from '../../fleet/history.js';
import type { CompareReport } from '../../report/differences.js';
import type { FleetSource } from './fleet-source.js';
import type { Viewer } from '../sign-in/viewer.js';
import { type ShownFleet, type ShownFleets, type ShownModule } from './shown.js';

/** A module with all that its page shows. */
export interface ReadModule extends ShownModule {
  readonly fleet: ShownFleet;
  readonly assessment: Assessment | null;
  readonly way: Way | null;
  /** The oldest first. */
  readonly history: readonly HistoryPoint[];
}

export interface ReadComparison extends CompareReport {
  readonly sides: readonly [from: RecordedSide, to: RecordedSide];
}

export interface PagesReader {
  /** The fleets of which the viewer may see a module. */
  readonly fleets: (viewer: Viewer) => Promise<readonly ShownFleet[]>;
  /** The fleet of an organization, or the first one; undefined if there is none that the viewer may see. */
  readonly fleet: (viewer: Viewer, organization: string | undefined) => Promise<ShownFleet | undefined>;
  readonly module: (viewer: Viewer, owner: string, repo: string) => Promise<ReadModule | undefined>;
  /** Compares the assessments of two commits; each is named by its first digits. */
  readonly comparison: (
    viewer: Viewer,
    name: { readonly owner: string; readonly repo: string },
    commits: readonly [from: string, to: string],
  ) => Promise<ReadComparison | undefined>;
}

/** @param fleets as a viewer may see them */
export function pagesReader(fleets: ShownFleets, source: FleetSource): PagesReader {
  const found = async (viewer: Viewer, owner: string, repo: string) => {
    const key = `${owner}/${repo}`.toLowerCase();
    for (const fleet of await fleets(viewer)) {
      const shown = fleet.modules.get(key);
      if (shown) return { ...shown, fleet };
    }
    return undefined;
  };
  return {
    fleets,
    async fleet(viewer, organization) {
      const all = await fleets(viewer);
      if (organization === undefined) return all[0];
      return all.find(({ owner }) => owner.toLowerCase() === organization.toLowerCase());
    },
    async module(viewer, owner, repo) {
      const shown = await found(viewer, owner, repo);
      if (!shown) return undefined;
      const { module, known } = shown;
      const assessment = known ? ((await source.latest(known.repository, known.defaultBranch)) ?? null) : null;
      const { measured } = module;
      const facts = { status: module.claimedStatus, version: measured?.version ?? null, tag: measured?.tag ?? null };
      return {
        ...shown,
        assessment,
        way: assessment && findWay(assessment, shown.fleet.standard, facts),
        history: known ? await source.history(known.repository) : [],
      };
    },
    async comparison(viewer, { owner, repo }, commits) {
      const { known, fleet } = (await found(viewer, owner, repo)) ?? {};
      if (!known || !fleet) return undefined;
      const { standard } = fleet;
      const history = await source.history(known.repository);
      const side = async (start: string) => {
        const sha = history.findLast(point => point.sha.startsWith(start))?.sha;
        return sha === undefined ? undefined : source.assessedAt(known.repository, sha);
      };
      const [from, to] = [await side(commits[0]), await side(commits[1])];
      if (!from || !to) return undefined;
      const sideOf = ({ assessment: { subject, findings } }: RecordedSide) => ({
        subject,
        readiness: summarize(findings).readiness,
      });
      const differences = recordedDifferences(from, to, standard);
      return { standard, from: sideOf(from), to: sideOf(to), differences, sides: [from, to] };
    },
  };
}
