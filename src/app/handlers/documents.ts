/** A pull request to the registry's repository: the check run `CIM documents` reports the contradictions that it adds. */
import { documentsCheckRun } from '../../report/check-run/documents.js';
import { DOCUMENTS_RUN } from '../../report/check-run/names.js';
import { conclude } from '../check-runs.js';
import type { Handler } from '../context.js';
import { pullNow } from '../heads.js';
import { fleetFor, isRegistry, readFiles, registryFilesAt, registryHead } from '../registry.js';

export const documents: Handler = async (job, context) => {
  const pull = await pullNow(job, Number(job.which));
  const base = pull.isOpen ? await registryHead(job) : undefined;
  if (!base) return;
  const files = await registryFilesAt(job, pull.base);
  if (!isRegistry(files)) return;
  const fleet = await fleetFor(job, context, base.isPublic);
  const changed = readFiles(await registryFilesAt(job, pull.head), fleet);
  const report = documentsCheckRun({ reading: changed, before: readFiles(files, fleet) });
  await conclude(job, context, { sha: pull.head, name: DOCUMENTS_RUN }, report, true);
};
