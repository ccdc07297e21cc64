/** Reads coverage reports from the artifacts of a workflow run: https://docs.github.com/en/rest/actions/artifacts */
import { Unzip, type UnzipFile, UnzipInflate } from 'fflate';
import { isReportName, readCoverage } from '../../facts/coverage.js';
import type { CoverageReport } from '../../snapshot/coverage-report.js';
import type { GitHubClient } from '../octokit.js';

/** The names of artifacts with a report. */
const ARTIFACT = /cov|lcov|cobertura|tarpaulin/i;
/** The most artifacts of a run that are read. */
const MOST_ARTIFACTS = 3;

/** The most bytes of an artifact that are read, and of all its reports. */
export const LIMITS = { zipped: 20 * 1024 * 1024, reports: 20 * 1024 * 1024 };

/** How many bytes are unzipped at once. The result is at most a thousand times as large, and is counted before the next bytes are unzipped. */
const STEP = 4 * 1024;

/**
 * Reads the reports of a run. Anything that is not a report or cannot be unpacked is ignored.
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
    .slice(0, MOST_ARTIFACTS);
  const reports: CoverageReport[] = [];
  for (const { id, name } of asked) {
    const { data: zip } = await octokit.request(
      'GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}',
      {
        owner,
        repo,
        artifact_id: id,
        archive_format: 'zip',
        // Otherwise, the client would keep the whole artifact in memory, whatever its size.
        request: { parseSuccessResponseBody: false },
      },
    );
    if (isStream(zip)) reports.push(...(await unzipReports(name, zip)));
  }
  return reports;
}

/** The types of GitHub's client do not include this: an answer that is not parsed is a stream. */
function isStream(answer: unknown): answer is ReadableStream<Uint8Array> {
  return answer instanceof ReadableStream;
}

/**
 * The reports in a zip archive. There are none if it is damaged, or if it or its reports are too large.
 */
export async function unzipReports(
  artifact: string,
  zip: AsyncIterable<Uint8Array>,
  limits = LIMITS,
): Promise<CoverageReport[]> {
  const texts: { readonly path: string; readonly chunks: Uint8Array[] }[] = [];
  const left = { ...limits };
  const unzip = new Unzip(file => {
    if (!isReportName(file.name)) return;
    const chunks: Uint8Array[] = [];
    texts.push({ path: file.name, chunks });
    unpack(file, chunk => {
      left.reports -= chunk.length;
      chunks.push(chunk);
    });
  });
  unzip.register(UnzipInflate);
  try {
    for await (const part of zip) {
      left.zipped -= part.length;
      for (let start = 0; start < part.length; start += STEP) {
        if (left.zipped < 0 || left.reports < 0) return [];
        unzip.push(part.subarray(start, start + STEP));
      }
    }
    unzip.push(new Uint8Array(0), true);
  } catch {
    // A damaged archive has no reports.
    return [];
  }
  if (left.reports < 0) return [];
  return texts.flatMap(({ path, chunks }) => {
    const report = readCoverage(`${path} of the artifact ${artifact}`, Buffer.concat(chunks).toString('utf8'));
    return report.read ? [report.value] : [];
  });
}

/** @throws an error with the reason if it is damaged */
function unpack(file: UnzipFile, take: (chunk: Uint8Array) => void): void {
  file.ondata = (error, chunk) => {
    if (error) throw error;
    take(chunk);
  };
  file.start();
}
