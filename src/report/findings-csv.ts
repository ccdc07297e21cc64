/** The findings of an assessment as CSV: a row for each criterion. */
import { type Assessment, blocks } from '../assess/assessment.js';
import { csv } from './csv.js';

/** The table; places are in the JSON. */
export function findingsCsv({ findings }: Assessment): string {
  return csv(
    ['criterion', 'section', 'severity', 'kind', 'status', 'blocks', 'problems', 'waived_until', 'message'],
    findings.map(finding => [
      finding.criterion,
      finding.section,
      finding.severity,
      finding.kind,
      finding.status,
      blocks(finding) ? 'yes' : 'no',
      String(finding.status === 'unmet' ? finding.count : 0),
      finding.waiver?.until ?? '',
      finding.message,
    ]),
  );
}
