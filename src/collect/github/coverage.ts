/** Coverage reports that a workflow run left as artifacts: https://docs.github.com/en/rest/actions/artifacts */
import { unzipSync } from 'fflate';
import { isReportName, readCoverage } from '../../facts/coverage.js';
import type { CoverageReport } from '../../snapshot/coverage-report.js';
import type { GitHubClient } from '../octokit.js';

/** What an artifact with a report is called. */
const ARTIFACT = /cov|lcov|cobertura|tarpaulin/i;
/** How many artifacts of a run are looked into, and how large they and their reports may be. */
const LIMITS = { artifacts: 3, zipped: 20 * 1024 * 1024, report: 20 * 1024 * 1024 };

/**
 * The reports of a run. What is no report, or cannot be unpacked, is left out.
 * @throws GitHub's errors
 */
export async function coverageOfRun(
  octokit: GitHubClient,
  { owner, repo }: { readonly owner: string; readonly repo: string },
  run: number,
): Promise<CoverageReport[]> {
  const { data } = await octokit.rest.actions.listWorkflowRunArtifacts({ owner, repo, run_id: run, per_page: 100 });
  const asked = data.artifacts
    .filter(({ name, expired, size_in_bytes: size }) => ARTIFACT.test(name) && !expired && size <= LIMITS.zipped)
    .slice(0, LIMITS.artifacts);
  const reports: CoverageReport[] = [];
  for (const { id, name } of asked) {
    const place = { owner, repo, artifact_id: id, archive_format: 'zip' };
    const { data: zip } = await octokit.request(
      'GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}',
      place,
    );
    reports.push(...reportsIn(name, zip));
  }
  return reports;
}

/** The reports in a zip. @param zip as GitHub's client gives it */
function reportsIn(artifact: string, zip: unknown): CoverageReport[] {
  if (!(zip instanceof ArrayBuffer)) return [];
  try {
    const files = unzipSync(new Uint8Array(zip), {
      filter: ({ name, originalSize }) => isReportName(name) && originalSize <= LIMITS.report,
    });
    return Object.entries(files).flatMap(([path, bytes]) => {
      const report = readCoverage(`${path} of the artifact ${artifact}`, Buffer.from(bytes).toString('utf8'));
      return report.read ? [report.value] : [];
    });
  } catch {
    // A damaged archive tells nothing.
    return [];
  }
}
