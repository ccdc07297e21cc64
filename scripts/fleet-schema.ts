/** The JSON of `cim-readiness fleet --format json`, described: https://json-schema.org/draft/2020-12 */
import { z } from 'zod';
import { PROMISES } from '../src/fleet/promises.js';
import { REVIEW_STEPS } from '../src/fleet/review.js';
import { FLEET_SCHEMA } from '../src/report/fleet/fleet.js';

const text = z.string().nullable();
const count = z.int().nonnegative();
const line = z.int().positive();
const share = z.number().min(0).max(1);
const tasks = z.strictObject({ done: count, all: count });
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const weeks = z.strictObject({ from: count.nullable(), to: count.nullable() });

const assessment = z.strictObject({
  sha: z.string(),
  ref: z.string(),
  committedAt: text,
  version: text.describe('Of Cargo.toml.'),
  tag: text.describe('Of the newest release.'),
  summary: z.strictObject({
    met: count,
    unmet: count,
    unknown: count,
    notApplicable: count,
    waived: count,
    readiness: share,
  }),
  sections: z.array(
    z.strictObject({ section: z.string(), met: count, unmet: count, unknown: count, applicable: count }),
  ),
  blocking: z.array(z.string()).describe('Criteria with a blocking gap.'),
  gaps: z.array(z.string()).describe('Criteria with a gap, blocking ones included.'),
});

const module = z.strictObject({
  name: z.string(),
  reason: text.describe('Why it was not assessed; null if it was.'),
  claimedStatus: text,
  phase: z.strictObject({ title: z.string(), order: count, tasks }).nullable().describe('Of the tracker.'),
  step: z
    .enum(['assessment', 'planning', 'implementation', 'review', 'testing', 'release'])
    .nullable()
    .describe('Null if nothing is left to do.'),
  dependencies: z.array(z.string()).describe('Modules of the fleet.'),
  blockers: z.array(
    z.strictObject({
      module: z.string().describe('A module; a link, if a person named one.'),
      reason: z.string(),
      by: text.describe('The person who named it; null for a dependency that is not ready.'),
    }),
  ),
  disagreements: z.array(z.string()).describe('Where the claim and the measurement do not agree.'),
  readinessBefore: share.nullable().describe('Four weeks ago.'),
  estimate: z
    .strictObject({ half: weeks, most: weeks, basis: z.strictObject({ weeks: count, modules: count }) })
    .nullable()
    .describe('Weeks from now that hold half, and nine of ten, of the simulated runs.'),
  estimateReason: text.describe('Why there is no estimate; null if there is one, or nothing is left.'),
  trackingIssue: count.nullable().describe('The number of the tracking issue.'),
  disputes: z
    .array(
      z.strictObject({ criterion: z.string(), status: z.string(), by: z.string(), at: z.string(), reason: z.string() }),
    )
    .describe('What people say against its verdicts, the oldest first.'),
  review: z
    .strictObject({
      steps: z.array(z.strictObject({ step: z.enum(REVIEW_STEPS), by: z.string(), at: z.string() })),
      decision: z
        .strictObject({ status: z.enum(['production', 'development']), by: z.string(), at: z.string(), reason: text })
        .nullable()
        .describe('The newest promotion or demotion.'),
      demotionProposed: z.array(z.string()).describe('Why a demotion is proposed; empty if it is not.'),
    })
    .nullable()
    .describe('The review on the way to production; null if it is not known.'),
  promises: z
    .array(z.strictObject({ promise: z.enum(PROMISES), kept: count, running: count, broken: count, unread: text }))
    .nullable()
    .describe('Cases of the maintenance promises; null if they were not measured.'),
  statedEstimate: z
    .strictObject({ weeks: count, by: z.string(), on: z.string() })
    .nullable()
    .describe('What a person estimates in the tracking issue.'),
  repository: text,
  type: text,
  category: text,
  claimedVersion: text,
  assessment: assessment.nullable(),
});

const problem = z.strictObject({ path: z.string(), line, message: z.string() });

const fleet = z.strictObject({
  schema: z.literal(FLEET_SCHEMA),
  standard: z.string(),
  takenAt: z.iso.datetime(),
  modules: z.array(module),
  phases: z.array(
    z.strictObject({
      title: z.string(),
      line,
      span: z.strictObject({ start: day.nullable(), end: day.nullable() }).nullable(),
      modules: z.array(z.strictObject({ name: z.string(), line, tasks })),
    }),
  ),
  metrics: z.array(
    z.strictObject({
      name: z.string(),
      criteria: z.array(z.string()),
      met: count,
      unmet: count,
      unknown: count,
      notApplicable: count,
    }),
  ),
  campaigns: z
    .array(
      z.strictObject({
        name: z.string(),
        criteria: z.array(z.string()),
        until: day,
        ask: z.array(z.string()),
        modules: z.array(z.strictObject({ name: z.string(), left: z.array(z.string()) })),
        done: count,
        all: count,
        closedOn: day.nullable(),
      }),
    )
    .describe('Those that run, then the archive.'),
  cycles: z.array(z.array(z.string())).describe('Modules that depend on each other in a circle.'),
  contradictions: z.array(
    z.strictObject({
      kind: z.string(),
      places: z.array(z.strictObject({ path: z.string(), line })).min(1),
      message: z.string(),
    }),
  ),
  registryProblems: z.array(problem),
});

/** The schema as a plain value. */
export function fleetSchema(): unknown {
  return {
    $id: `${FLEET_SCHEMA}.json`,
    title: 'The view of a fleet of modules',
    ...z.toJSONSchema(fleet, { target: 'draft-2020-12' }),
  };
}
