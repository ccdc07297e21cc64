/** The assessments of a module over time, as the ledger keeps them. */
import type { HistoryPoint } from '../../fleet/history.js';
import { csv } from '../csv.js';
import { jsonText } from '../json-text.js';

export const MODULE_HISTORY_SCHEMA = 'cim-readiness/module-history/v1';

interface ModuleHistory {
  readonly owner: string;
  readonly repo: string;
  /** The oldest first. */
  readonly points: readonly HistoryPoint[];
}

/** The history as JSON, as `schemas/openapi-v1.json` describes it. */
export function moduleHistoryJson({ owner, repo, points }: ModuleHistory): string {
  return jsonText({
    schema: MODULE_HISTORY_SCHEMA,
    repository: `${owner}/${repo}`,
    points: points.map(({ at, sha, tool, version, summary, blocking, open, isBackfilled }) => ({
      at,
      sha,
      tool,
      version,
      summary,
      blocking,
      open,
      isBackfilled,
    })),
  });
}

/** The history as CSV. */
export function moduleHistoryCsv({ points }: ModuleHistory): string {
  return csv(
    [
      'at',
      'sha',
      'version',
      'readiness',
      'met',
      'unmet',
      'unknown',
      'not_applicable',
      'waived',
      'blocking',
      'open',
      'tool',
      'backfilled',
    ],
    points.map(({ at, sha, version, summary, blocking, open, tool, isBackfilled }) => [
      at,
      sha,
      version ?? '',
      ...[
        summary.readiness,
        summary.met,
        summary.unmet,
        summary.unknown,
        summary.notApplicable,
        summary.waived,
        blocking,
        open,
      ].map(String),
      tool,
      isBackfilled ? 'yes' : 'no',
    ]),
  );
}
