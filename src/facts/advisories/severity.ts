/** The severity of a vulnerability, from its CVSS vector. https://www.first.org/cvss/ */
import cvss from 'ae-cvss-calculator';
import type { Alert } from '../../snapshot/github.js';

/** No vector of any version of CVSS is as long. */
const LONGEST_VECTOR = 400;

/** The severity by the scale that CVSS defines; `unrated` if there is no vector, or one that is not understood. */
export function severityOf(vector: unknown): Alert['severity'] {
  const score = typeof vector === 'string' && vector.length <= LONGEST_VECTOR ? scoreOf(vector) : undefined;
  if (score === undefined) return 'unrated';
  if (score >= 9) return 'critical';
  if (score >= 7) return 'high';
  return score >= 4 ? 'medium' : 'low';
}

function scoreOf(vector: string): number | undefined {
  try {
    const parsed = cvss.fromVector(vector);
    // Of an incomplete vector, the score would be too low.
    if (!parsed?.isBaseFullyDefined()) return undefined;
    const score = parsed.calculateScores().overall;
    return typeof score === 'number' && score >= 0 ? score : undefined;
  } catch {
    return undefined;
  }
}
