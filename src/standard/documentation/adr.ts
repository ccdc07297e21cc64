import { findDecisionRecords } from '../../facts/documents/decision-records.js';
import { counted, criterion, met, unknown, unmet } from '../criterion.js';

export const adr = criterion({
  id: 'adr',
  title: 'Design decisions are recorded',
  severity: 'must',
  kind: 'automatic',
  rationale:
    'Code shows what was decided, but not why. Without the reason, the next person undoes the decision or is afraid to change it.',
  looksAt:
    "Decision records in Nygard's form or MADR's, each with a title, a status, and a decision: in a directory `adr`, `adrs`, `ladr`, or `decisions` at the root or anywhere under `doc/` or `docs/`, in the directory that `.adr-dir` names, or as `ADR-<n>….md` under `doc/` or `docs/`. One record is enough.",
  looksNotAt: 'Whether every decision has a record. Templates and indexes do not count as records.',
  remediation:
    'Write `docs/decisions/0001-TITLE.md` with a title, `## Status` (such as Accepted), `## Context`, `## Decision`, and `## Consequences`. Start with the decision that newcomers ask about first.',
  example: {
    met: '```markdown\n# 1. Rebuild a parcel from its events\n\n## Status\n\nAccepted\n\n## Decision\n\nA parcel is stored as the events that happened to it.\n```',
    unmet: '```text\ndocs/design.md\n```',
  },
  needs: ['files'],
  check({ files }) {
    const { records, unread } = findDecisionRecords(files);
    const whole = records.filter(({ missing }) => missing.length === 0);
    if (whole.length > 0)
      return met(
        counted(whole.length, 'decision record'),
        whole.map(({ path }) => ({ path, line: 1, message: 'a decision record' })),
      );
    const [first] = unread;
    if (first) return unknown(`${first.path} was not read: ${first.reason}`);
    const none = {
      kind: 'no-decision-record',
      message: 'no decision record: add `docs/decisions/0001-TITLE.md` with status, context, and decision',
    };
    const partial = records.map(({ path, missing }) => ({
      kind: 'incomplete-decision-record',
      path,
      line: 1,
      message: `the record has no ${missing.join(', no ')}: add ${missing.length === 1 ? 'it' : 'them'}`,
    }));
    return unmet(
      records.length === 0 ? 'no design decision is recorded' : 'no record has a title, a status, and a decision',
      records.length === 0 ? [none] : partial,
    );
  },
});
