/**
 * A check run on GitHub: https://docs.github.com/en/rest/checks/runs
 * There is one for each name and commit: this app looks for it before creating it, and updates it only if its content changed.
 */
import { createHash } from 'node:crypto';
import type { Octokit } from '@octokit/rest';
import { withOutdatedPlaces } from '../report/check-run/outdated.js';
import { ANNOTATIONS_A_CALL, type Annotation, type CheckRunReport } from '../report/check-run/report.js';

/** The part of GitHub's client that is used. */
export type ChecksClient = Pick<Octokit, 'rest' | 'paginate'>;

/** Identifies a check run on a commit. */
export interface CheckRunPlace {
  readonly owner: string;
  readonly repo: string;
  readonly sha: string;
  readonly name: string;
}

/** A check run as this app last wrote it. */
export interface KnownRun {
  /** 0 if its creation was started and it might or might not exist. */
  readonly id: number;
  readonly concluded: boolean;
  /** Identifies its content. */
  readonly digest?: string;
}

const FAILED = 'failed ';

/** Remembers which check runs exist. */
export interface CheckRunMemory {
  known(place: CheckRunPlace): Promise<KnownRun | undefined>;
  note(place: CheckRunPlace, run: KnownRun): Promise<void>;
}

export interface CheckRunSettings {
  readonly octokit: ChecksClient;
  readonly memory: CheckRunMemory;
  readonly appId: number;
  /** GitHub sends it back with the check run's events. */
  readonly externalId: string;
  /** The name on GitHub. The memory knows the check run by `name`, so that another name does not make another check run. */
  readonly shown: string;
  /** Whether the check run might exist although it is not remembered, so that it must be looked for. */
  readonly mayExist?: boolean;
  /** Whether someone requested it again and expects an update even if its content is the same. */
  readonly again?: boolean;
}

/** Shows that the work on a commit has begun. */
export async function beginCheckRun(place: CheckRunPlace, settings: CheckRunSettings): Promise<void> {
  const { octokit, memory, externalId, shown } = settings;
  const { owner, repo, sha } = place;
  const id = await idOf(place, settings);
  if (id === undefined) await memory.note(place, { id: 0, concluded: false });
  const { data } =
    id === undefined
      ? await octokit.rest.checks.create({
          owner,
          repo,
          name: shown,
          head_sha: sha,
          status: 'in_progress',
          external_id: externalId,
        })
      : await octokit.rest.checks.update({ owner, repo, check_run_id: id, name: shown, status: 'in_progress' });
  await memory.note(place, { id: data.id, concluded: false });
}

/** Concludes a check run: creates it as concluded, or updates it if its content changed. */
export async function concludeCheckRun(
  place: CheckRunPlace,
  settings: CheckRunSettings,
  report: CheckRunReport,
): Promise<void> {
  const { octokit, memory, externalId, shown, again } = settings;
  const { owner, repo, sha, name } = place;
  const digest = digestOf(report, shown === name ? externalId : `${externalId} ${shown}`);
  const known = await memory.known(place);
  if (known?.concluded && known.digest === digest && !again) return;
  const id = await idOf(place, settings);
  const { annotations, outdated } = await againstPublished(place, settings, report.annotations, id);
  if (id === undefined) await memory.note(place, { id: 0, concluded: false });
  const output = { title: report.title, summary: withOutdatedPlaces(report.summary, outdated) };
  const first = {
    status: 'completed' as const,
    conclusion: report.conclusion,
    ...(report.actions.length > 0 ? { actions: [...report.actions] } : {}),
    output: { ...output, annotations: annotations.slice(0, ANNOTATIONS_A_CALL) },
    external_id: externalId,
  };
  const { data } =
    id === undefined
      ? await octokit.rest.checks.create({ owner, repo, name: shown, head_sha: sha, ...first })
      : // Otherwise the buttons of an earlier report stay.
        await octokit.rest.checks.update({
          owner,
          repo,
          check_run_id: id,
          name: shown,
          ...first,
          actions: [...report.actions],
        });
  const rest = annotations.slice(ANNOTATIONS_A_CALL);
  if (rest.length > 0) await memory.note(place, { id: data.id, concluded: false });
  for (let at = 0; at < rest.length; at += ANNOTATIONS_A_CALL) {
    const more = rest.slice(at, at + ANNOTATIONS_A_CALL);
    await octokit.rest.checks.update({ owner, repo, check_run_id: data.id, output: { ...output, annotations: more } });
  }
  await memory.note(place, { id: data.id, concluded: true, digest });
}

/** An annotation as GitHub returns it. */
interface PublishedAnnotation extends Pick<Annotation, 'path' | 'start_line'> {
  readonly message: string | null;
}

/**
 * The annotations that the check run does not have yet, and those that it has and that no longer hold. GitHub only adds
 * annotations to existing ones and never removes any: see docs/decisions/0021-one-check-run.md.
 */
async function againstPublished(
  { owner, repo }: CheckRunPlace,
  { octokit }: CheckRunSettings,
  annotations: readonly Annotation[],
  id: number | undefined,
): Promise<{ readonly annotations: readonly Annotation[]; readonly outdated: readonly PublishedAnnotation[] }> {
  if (id === undefined) return { annotations, outdated: [] };
  const published = await octokit.paginate(octokit.rest.checks.listAnnotations, {
    owner,
    repo,
    check_run_id: id,
    per_page: 100,
  });
  const keyOf = ({ path, start_line: line, message }: PublishedAnnotation) => `${path}\0${line}\0${message}`;
  const [wanted, known] = [new Set(annotations.map(keyOf)), new Set(published.map(keyOf))];
  return {
    annotations: annotations.filter(each => !known.has(keyOf(each))),
    outdated: published.filter(each => !wanted.has(keyOf(each))),
  };
}

async function idOf(
  place: CheckRunPlace,
  { octokit, memory, appId, mayExist, shown }: CheckRunSettings,
): Promise<number | undefined> {
  const known = await memory.known(place);
  if (known && known.id !== 0) return known.id;
  if (!known && !mayExist) return undefined;
  const { owner, repo, sha, name } = place;
  const { data } = await octokit.rest.checks.listForRef({
    owner,
    repo,
    ref: sha,
    // Without it, the check runs of other apps under the same name could fill the page.
    app_id: appId,
    filter: 'latest',
  });
  const own = data.check_runs.filter(run => (run.app?.id ?? appId) === appId);
  return (own.find(run => run.name === shown) ?? own.find(run => run.name === name))?.id;
}

function digestOf(report: CheckRunReport, externalId: string): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([report, externalId]))
    .digest('hex')
    .slice(0, 16);
  return report.isFailed ? `${FAILED}${hash}` : hash;
}

/** Whether a check run does not say yet what it should: it is unfinished, or the work on it failed. */
export function isPending({ concluded, digest }: KnownRun): boolean {
  return !concluded || digest?.startsWith(FAILED) === true;
}
