/**
 * A check-run on GitHub: https://docs.github.com/en/rest/checks/runs
 * One request where the work is quick: created concluded. Where it is not, it is begun first. Always concluded, and one for
 * each name and commit: it is updated where it is there.
 */
import type { Octokit } from '@octokit/rest';
import { ANNOTATIONS_A_CALL, type Annotation, type CheckRunReport } from '../report/check-run/readiness.js';

/** What is asked of GitHub's client. */
export type ChecksClient = Pick<Octokit, 'rest' | 'paginate'>;

/** Which check-run, of which commit. */
export interface CheckRunPlace {
  readonly owner: string;
  readonly repo: string;
  readonly sha: string;
  readonly name: string;
}

/** Remembers which check-runs there are. */
export interface CheckRunMemory {
  checkRun(place: CheckRunPlace): Promise<number | undefined>;
  noteCheckRun(
    place: CheckRunPlace,
    run: { readonly id: number; readonly installation: number; readonly concluded: boolean },
  ): Promise<void>;
}

export interface CheckRunSettings {
  readonly octokit: ChecksClient;
  readonly memory: CheckRunMemory;
  readonly installation: number;
  /** How long the work may take before the check-run is begun, in milliseconds. */
  readonly patience: number;
  /** The check-run may be there though it is not remembered: it is looked for. */
  readonly mayExist?: boolean;
  /** Comes back with what is sent again. */
  readonly externalId?: string;
}

/**
 * Does the work and says what came of it in a check-run.
 * @param work gives the report; what it throws is worded by `failed`, and thrown again once the check-run is concluded
 */
export async function inCheckRun(
  place: CheckRunPlace,
  settings: CheckRunSettings,
  work: () => Promise<CheckRunReport>,
  failed: (error: unknown) => CheckRunReport,
): Promise<void> {
  let begun: Promise<void> | undefined;
  const timer = setTimeout(() => {
    // That it could not be begun does no harm: it is created when it is concluded.
    begun = begin(place, settings).catch(() => undefined);
  }, settings.patience);
  try {
    const report = await work();
    clearTimeout(timer);
    await begun;
    await conclude(place, settings, report, begun !== undefined);
  } catch (error) {
    clearTimeout(timer);
    await begun;
    // That what failed was the answer to a creation is possible: it is looked for.
    await conclude(place, { ...settings, mayExist: true }, failed(error), begun !== undefined);
    throw error;
  }
}

async function begin(place: CheckRunPlace, settings: CheckRunSettings): Promise<void> {
  const { octokit, memory, installation, externalId } = settings;
  const { owner, repo, sha, name } = place;
  const known = await idOf(place, settings);
  const external = externalId === undefined ? {} : { external_id: externalId };
  const { data } =
    known === undefined
      ? await octokit.rest.checks.create({ owner, repo, name, head_sha: sha, status: 'in_progress', ...external })
      : await octokit.rest.checks.update({ owner, repo, check_run_id: known, status: 'in_progress' });
  await memory.noteCheckRun(place, { id: data.id, installation, concluded: false });
}

/** Concludes a check-run: creates it so, or updates it. */
async function conclude(
  place: CheckRunPlace,
  settings: CheckRunSettings,
  report: CheckRunReport,
  begun: boolean,
): Promise<void> {
  const { octokit, memory, installation, externalId } = settings;
  const { owner, repo, sha, name } = place;
  const known = await idOf(place, settings);
  const { id, annotations } = await unsaid(place, settings, report.annotations, begun ? undefined : known);
  const target = id ?? (begun ? known : undefined);
  const output = { title: report.title, summary: report.summary };
  const first = {
    status: 'completed' as const,
    conclusion: report.conclusion,
    ...(report.actions.length > 0 ? { actions: [...report.actions] } : {}),
    output: { ...output, annotations: annotations.slice(0, ANNOTATIONS_A_CALL) },
    ...(externalId === undefined ? {} : { external_id: externalId }),
  };
  const { data } =
    target === undefined
      ? await octokit.rest.checks.create({ owner, repo, name, head_sha: sha, ...first })
      : await octokit.rest.checks.update({ owner, repo, check_run_id: target, ...first });
  await memory.noteCheckRun(place, { id: data.id, installation, concluded: true });
  for (let at = ANNOTATIONS_A_CALL; at < annotations.length; at += ANNOTATIONS_A_CALL) {
    const more = annotations.slice(at, at + ANNOTATIONS_A_CALL);
    await octokit.rest.checks.update({ owner, repo, check_run_id: data.id, output: { ...output, annotations: more } });
  }
}

/**
 * What an earlier check-run does not say yet: GitHub adds annotations to those that are there, and takes none away. Where one
 * is there that does not hold any more, a new check-run takes the old one's place: then `id` is absent.
 */
async function unsaid(
  { owner, repo }: CheckRunPlace,
  { octokit }: CheckRunSettings,
  annotations: readonly Annotation[],
  id: number | undefined,
): Promise<{ readonly id?: number; readonly annotations: Annotation[] }> {
  if (id === undefined) return { annotations: [...annotations] };
  const said = await octokit.paginate(octokit.rest.checks.listAnnotations, {
    owner,
    repo,
    check_run_id: id,
    per_page: 100,
  });
  const keyOf = ({ path, start_line, message }: { path: string; start_line: number; message: string | null }) =>
    `${path}\0${start_line}\0${message}`;
  const wanted = new Set(annotations.map(keyOf));
  if (!said.every(each => wanted.has(keyOf(each)))) return { annotations: [...annotations] };
  const known = new Set(said.map(keyOf));
  return { id, annotations: annotations.filter(each => !known.has(keyOf(each))) };
}

async function idOf(
  place: CheckRunPlace,
  { octokit, memory, mayExist }: CheckRunSettings,
): Promise<number | undefined> {
  const known = await memory.checkRun(place);
  if (known !== undefined || !mayExist) return known;
  const { owner, repo, sha, name } = place;
  const { data } = await octokit.rest.checks.listForRef({ owner, repo, ref: sha, check_name: name, filter: 'latest' });
  return data.check_runs[0]?.id;
}

/** Says what is known already in a check-run. */
export function concludeCheckRun(
  place: CheckRunPlace,
  settings: CheckRunSettings,
  report: CheckRunReport,
): Promise<void> {
  return conclude(place, settings, report, false);
}
