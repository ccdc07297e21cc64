import { describe, expect, it } from '@jest/globals';
import {
  add,
  both,
  changedBy,
  type Edit,
  edit,
  judge,
  READY_TEXTS,
  remove,
  snapshot,
} from '../../support/snapshots.js';

describe('adr', () => {
  const record = 'docs/decisions/0001-rebuild-a-parcel-from-its-events.md';
  const NYGARD = '# 1. Use NATS\n\n## Status\n\nAccepted\n\n## Decision\n\nWe use NATS.\n';
  const of = (path: string, text: string, rest: Edit = remove(record)) =>
    judge('adr', snapshot(both(rest, add(path, text))(READY_TEXTS)));

  it('is met by one record', () => {
    expect(judge('adr', snapshot(READY_TEXTS))).toMatchObject({ status: 'met', evidence: [{ path: record }] });
  });

  it('is what a record without a status changes, and nothing else', () => {
    const without = edit(record, '## Status\n\nAccepted\n\n', '');
    expect(changedBy(without)).toEqual({ adr: 'unmet' });
    expect(judge('adr', snapshot(without(READY_TEXTS))).evidence).toEqual([
      { kind: 'incomplete-decision-record', path: record, line: 1, message: 'the record has no status: add it' },
    ]);
  });

  it('finds that there is none', () => {
    expect(judge('adr', snapshot(remove(record)(READY_TEXTS)))).toMatchObject({
      status: 'unmet',
      evidence: [
        { message: 'no decision record: add `docs/decisions/0001-TITLE.md` with status, context, and decision' },
      ],
    });
  });

  it.each(['src/adr/1.md', 'docs/1.md', 'adr/README.md', 'docs/adr/template.md', 'docs/decisions/1.png', 'ADR-1.md'])(
    'takes %s for none',
    path => expect(of(path, NYGARD).status).toBe('unmet'),
  );

  it('looks where .adr-dir says', () => {
    expect(of('why/1.md', NYGARD, both(remove(record), add('.adr-dir', 'why\n'))).status).toBe('met');
  });

  it.each([
    ['status, no decision: add them', '# Use NATS\n\nWe do.\n'],
    ['decision: add it', '# Use NATS\n\n## Status\n\nAccepted\n\n## Decision\n\n## Consequences\n\nMany.\n'],
    ['title, no status, no decision: add them', ''],
  ])('finds no %s', (missing, text) => {
    expect(of('docs/adr/1.md', text).evidence).toEqual([
      { kind: 'incomplete-decision-record', path: 'docs/adr/1.md', line: 1, message: `the record has no ${missing}` },
    ]);
  });

  describe('false alarms', () => {
    it.each([
      'adr/1.md',
      'ladr/1.md',
      'doc/adr/1.md',
      'docs/design/ADRs/2024/1.md',
      'docs/ADR-7-nats.md',
      'docs/adr_7.md',
    ])('takes %s for a record', path => expect(of(path, NYGARD).status).toBe('met'));
    it.each([
      ['MADR', '# Use NATS\n\n* Status: accepted\n* Date: 2026-01-01\n\n## Decision Outcome\n\nChosen option: NATS.\n'],
      [
        'MADR with front matter',
        '---\nstatus: accepted\ndate: 2026-01-01\n---\n# Use NATS\n\n## Decision Outcome\n\nNATS.\n',
      ],
      ['bold words', '# Use NATS\n\n**Status:** Accepted\n\n**Decision:** We use NATS.\n'],
      ['a table', '# Use NATS\n\n| Status | Accepted |\n|-|-|\n| Date | today |\n\n## The decision\n\nNATS.\n'],
      ['setext headings', 'Use NATS\n========\n\nStatus\n------\n\nAccepted\n\nDecision\n--------\n\nNATS.\n'],
      ['a status in its heading', '# Use NATS\n\n## Status: Accepted\n\n## Decision\n\n- NATS\n'],
    ])('reads %s', (_, text) => {
      expect(of('docs/adr/1.md', text)).toMatchObject({ status: 'met' });
    });
  });
});
