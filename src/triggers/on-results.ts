/** What CI says of a commit, once it has said it: it may decide what waited for it. */
import type { Probot } from 'probot';
import { coverageOfRun } from '../collect/github/coverage.js';
import { CIM_STANDARD } from '../standard/cim.js';
import { waitsForCi } from '../standard/criterion.js';
import { assessAgain } from './assess-and-log.js';
import { reasonOf } from './assess-commit.js';
import { isPassing, tryAgain } from './faults.js';
import type { House, Installation, RepositoryName } from './house.js';
import { nameOf, type RepositoryPayload } from './modules.js';
import { ofModule, type Received } from './received.js';

/** The criteria that results of CI can decide. */
const WAITING: ReadonlySet<string> = new Set(CIM_STANDARD.criteria.filter(waitsForCi).map(({ id }) => id));

export function onResults(app: Probot, house: House): void {
  app.on('check_suite.completed', async ({ payload, octokit }) => {
    const { check_suite: suite } = payload;
    // Our own check-runs complete a suite too.
    if (suite.app.id === house.appId) return;
    const pull = suite.pull_requests[0]?.number;
    await decide({ payload, octokit }, { sha: suite.head_sha, branch: suite.head_branch, pull });
  });

  app.on('workflow_run.completed', async ({ payload, octokit }) => {
    const { workflow_run: run } = payload;
    const asked = { sha: run.head_sha, branch: run.head_branch, pull: run.pull_requests[0]?.number };
    await decide({ payload, octokit }, asked, installation =>
      keepCoverage(installation, nameOf(payload.repository), run),
    );
  });

  app.on('status', async ({ payload, octokit }) => {
    if (payload.state === 'pending') return;
    const branch = payload.branches[0]?.name;
    await decide({ payload, octokit }, { sha: payload.sha, branch, pull: undefined });
  });

  /** Assesses again only what was assessed, and left open by what waits for CI. */
  async function decide(
    received: Received,
    asked: { sha: string; branch: string | null | undefined; pull: number | undefined },
    first: (installation: Installation) => Promise<void> = async () => undefined,
  ): Promise<void> {
    const repository = received.payload.repository as RepositoryPayload | undefined;
    if (!repository) return;
    const known = await house.ledger.latestOf(nameOf(repository), asked.sha);
    const waits = known?.findings.some(({ criterion, status }) => status === 'unknown' && WAITING.has(criterion));
    if (!known || !waits) return;
    const pull = asked.pull ?? numberIn(known.subject.ref);
    await ofModule(received, house, async installation => {
      await first(installation);
      await assessAgain(installation, repository, { ...asked, pull }, house);
    });
  }

  /** Keeps the coverage reports that a run left; that they cannot be had is no fault of the commit. */
  async function keepCoverage(
    { octokit }: Installation,
    name: RepositoryName,
    { id, head_sha: sha }: { readonly id: number; readonly head_sha: string },
  ): Promise<void> {
    try {
      const reports = await coverageOfRun(octokit, name, id);
      if (reports.length > 0) await house.ledger.noteCoverage(name, sha, reports);
    } catch (error) {
      if (isPassing(error)) throw tryAgain(error, reasonOf(error));
      house.log.warn({ ...name, run: id, err: error }, 'the artifacts of a run could not be read');
    }
  }
}

function numberIn(ref: string): number | undefined {
  const [, number] = /^pull\/(\d+)$/.exec(ref) ?? [];
  return number === undefined ? undefined : Number(number);
}
