/** Runs the examples of an organization's own criteria. */
import { createHash } from 'node:crypto';
import type { OwnCriterion, OwnExample } from '../policy/own-criterion.js';
import { DEFAULT_POLICY } from '../policy/policy.js';
import type { FileEntry } from '../snapshot/files.js';
import { read, unread } from '../snapshot/reading.js';
import { PARTS, type Snapshot } from '../snapshot/snapshot.js';
import type { Status } from '../standard/criterion.js';
import { ownCriterion } from '../standard/own/own-criterion.js';
import { standard } from '../standard/standard.js';
import { assess } from './assess.js';

/** What one example came to. */
export interface ExampleResult {
  readonly criterion: string;
  /** The line of the example, or of nothing if there is none: 1. */
  readonly line: number;
  readonly expected: OwnExample['status'];
  /** `missing`: the criterion has no such example. */
  readonly actual: Status | 'missing';
  readonly message: string;
}

/** Runs every example, in the order of the criteria; a criterion must have one that is met and one that is unmet. */
export function runExamples(criteria: readonly OwnCriterion[], examples: readonly OwnExample[]): ExampleResult[] {
  return criteria.flatMap(criterion => {
    const own = examples.filter(each => each.criterion === criterion.id);
    const missing = (['met', 'unmet'] as const).filter(status => !own.some(each => each.status === status));
    return [
      ...own.map(example => runExample(criterion, example)),
      ...missing.map(
        (expected): ExampleResult => ({
          criterion: criterion.id,
          line: 1,
          expected,
          actual: 'missing',
          message: `\`${criterion.id}\` has no example that is ${expected}: add one to its \`examples\``,
        }),
      ),
    ];
  });
}

function runExample(criterion: OwnCriterion, { status: expected, files, line }: OwnExample): ExampleResult {
  const section = { id: 'example', title: 'Example', criteria: [ownCriterion(criterion)] };
  const alone = standard({ id: 'example/v1', revision: 1, title: 'Example', sections: [section] });
  const [finding] = assess(snapshotOf(files), alone, DEFAULT_POLICY, '2000-01-01T00:00:00Z').findings;
  if (!finding) throw new Error(`${criterion.id} has no finding`);
  return { criterion: criterion.id, line, expected, actual: finding.status, message: finding.message };
}

/** A repository that has only these files. */
function snapshotOf(texts: OwnExample['files']): Snapshot {
  const paths = Object.keys(texts).toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const entries = new Map(paths.map(path => [path, entryOf(path, texts[path] ?? '')]));
  const nothing = unread('an example has only files');
  return {
    subject: { owner: null, repo: null, ref: 'example', sha: '0'.repeat(40) },
    takenAt: '2000-01-01T00:00:00Z',
    parts: {
      ...(Object.fromEntries(PARTS.map(part => [part, nothing])) as Snapshot['parts']),
      files: read({ entries }),
      policy: read({}),
    },
  };
}

function entryOf(path: string, text: string): FileEntry {
  const size = Buffer.byteLength(text);
  const blob = createHash('sha1').update(`blob ${size}\0`).update(text).digest('hex');
  return { path, mode: 'file', size, blob, text: read(text) };
}
