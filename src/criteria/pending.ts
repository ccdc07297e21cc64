import { type Criterion, criterion, type Kind, type Severity, unknown } from './criterion.js';

/** A criterion of the standard that this version does not decide yet: listed, so that no report hides it, and unknown. */
export function pending(id: string, title: string, severity: Severity = 'must', kind: Kind = 'automatic'): Criterion {
  return criterion({
    id,
    title,
    severity,
    kind,
    rationale: 'Part of the standard; see its text.',
    looksAt: 'Nothing yet.',
    remediation: 'Nothing to do: a later version of this tool decides it.',
    example: { met: '', unmet: '' },
    needs: [],
    check: () => unknown('not assessed yet by this version'),
  });
}
