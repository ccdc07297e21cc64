/** What `cim-readiness fleet` prints: the view of the fleet as a table, JSON, CSV. */
import { archivedProgress } from '../../fleet/campaigns.js';
import { type CaseState, isOpenBreach, PROMISES, stateOf } from '../../fleet/promises.js';
import type { FleetView } from '../../fleet/view.js';
import { counted } from '../../standard/criterion.js';
import type { Standard } from '../../standard/standard.js';
import { csv } from '../csv.js';
import { clip, visible } from '../escape.js';
import { percent } from '../phrases.js';
import { blockingGaps, movementText, readinessText, stepText } from './phrases.js';

export const FLEET_SCHEMA = 'cim-readiness/fleet/v1';

export interface FleetReport {
  readonly standard: Standard;
  readonly view: FleetView;
}

/** How much is shown of what a module waits for. */
const LAST_COLUMN = 60;
const HEADER = ['Module', 'Claimed', 'Ready', 'Moved', 'Blocking', 'Unknown', 'Version', 'Step', 'Waits for'];

/** The report for a terminal. */
export function fleetTable({ view }: FleetReport): string {
  const rows = view.modules.map(module => [
    visible(module.name),
    visible(module.claimedStatus ?? '-'),
    readinessText(module),
    movementText(module),
    String(blockingGaps(module) ?? '-'),
    String(module.measured?.summary.unknown ?? '-'),
    visible(module.measured?.version ?? module.registry?.version ?? '-'),
    stepText(module.step),
    visible(
      clip(module.measured ? module.blockers.map(each => each.module).join(', ') : (module.reason ?? ''), LAST_COLUMN),
    ),
  ]);
  const moved = view.modules.some(({ readinessBefore }) => readinessBefore !== null);
  const columns = HEADER.map((_, index) => index).filter(index => moved || index !== 3);
  const widths = columns.map(column =>
    Math.max(HEADER[column]?.length ?? 0, ...rows.map(row => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    columns
      .map((column, index) => (row[column] ?? '').padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd();
  return `${[line(HEADER), ...rows.map(line), '', ...closing(view)].join('\n')}\n`;
}

function closing(view: FleetView): string[] {
  const measured = view.modules.flatMap(module => module.measured ?? []);
  const mean = measured.reduce((sum, { summary }) => sum + summary.readiness, 0) / Math.max(1, measured.length);
  const disagreements = view.modules.flatMap(({ name, disagreements: all }) =>
    all.map(each => `  ${visible(name)}: ${visible(each)}`),
  );
  const broken = view.modules.flatMap(({ name, promises }) => {
    const open = (promises?.cases ?? []).filter(each => isOpenBreach(each, view.takenAt)).length;
    return open === 0 ? [] : [`  ${visible(name)}: ${counted(open, 'broken promise')}`];
  });
  return [
    ...(broken.length > 0 ? ['Maintenance promises:', ...broken, ''] : []),
    ...(disagreements.length > 0 ? ['Claims that the measurement contradicts:', ...disagreements, ''] : []),
    ...(view.cycles.length > 0
      ? ['Circles of dependencies:', ...view.cycles.map(names => `  ${names.map(visible).join(' → ')}`), '']
      : []),
    'Success metrics:',
    ...view.metrics.map(
      ({ name, met, unmet, unknown, notApplicable }) =>
        `  ${name}: ${met} met, ${unmet} unmet, ${unknown} unknown${notApplicable > 0 ? `, ${notApplicable} n/a` : ''}`,
    ),
    '',
    `${counted(view.modules.length, 'module')} · ${measured.length} assessed · ${percent(mean)} ready on average · ${counted(view.contradictions.length + view.registryProblems.length, 'contradiction')} in the documents and the registry`,
  ];
}

/** The report as JSON, in the form that `schemas/fleet-v1.json` describes. */
export function fleetJson({ view }: FleetReport): string {
  const { standard, takenAt, modules, phases, metrics, campaigns, cycles, contradictions, registryProblems } = view;
  const json = {
    schema: FLEET_SCHEMA,
    standard,
    takenAt,
    modules: modules.map(({ registry, measured, tracking, disputes, review, promises, ...rest }) => ({
      ...rest,
      history: undefined,
      trackingIssue: tracking?.issue ?? null,
      disputes: disputes.map(({ criterion, status, by, at, reason }) => ({ criterion, status, by, at, reason })),
      review: review && {
        steps: review.approvals.map(({ step, by, at }) => ({ step, by, at })),
        decision: review.decision && {
          status: review.decision.status,
          by: review.decision.by,
          at: review.decision.at,
          reason: review.decision.reason ?? null,
        },
        demotionProposed: review.proposal?.reasons ?? [],
      },
      promises:
        promises &&
        PROMISES.map(promise => {
          const own = promises.cases.filter(each => each.promise === promise);
          const count = (state: CaseState) => own.filter(each => stateOf(each, takenAt) === state).length;
          const unread = promises.unread.find(each => each.promise === promise);
          const counts = { kept: count('kept'), running: count('running'), broken: count('broken') };
          return { promise, ...counts, unread: unread?.reason ?? null };
        }),
      statedEstimate: tracking?.estimate ?? null,
      repository: measured?.owner && measured.repo ? `${measured.owner}/${measured.repo}` : (registry?.url ?? null),
      type: registry?.type ?? null,
      category: registry?.category ?? null,
      claimedVersion: registry?.version ?? null,
      assessment: measured && {
        sha: measured.sha,
        ref: measured.ref,
        committedAt: measured.committedAt,
        version: measured.version,
        tag: measured.tag,
        summary: measured.summary,
        sections: measured.sections,
        blocking: measured.findings.filter(({ blocks }) => blocks).map(({ criterion }) => criterion),
        gaps: measured.findings.filter(({ gap }) => gap).map(({ criterion }) => criterion),
      },
    })),
    phases,
    metrics,
    campaigns: [...campaigns.running, ...campaigns.archive.map(archivedProgress)],
    cycles,
    contradictions,
    registryProblems,
  };
  return `${JSON.stringify(json, null, 2)}\n`;
}

/** The report as CSV. */
export function fleetCsv({ view, standard }: FleetReport): string {
  const sections = standard.sections.map(({ id }) => id);
  return csv(
    [
      'module',
      'type',
      'category',
      'claimed_status',
      'claimed_version',
      'version',
      'commit',
      'readiness',
      'met',
      'unmet',
      'unknown',
      'not_applicable',
      'waived',
      'blocking',
      'step',
      'phase',
      'waits_for',
      'not_assessed',
      ...sections,
    ],
    view.modules.map(module => {
      const { name, registry, measured, claimedStatus, phase, blockers, reason, step } = module;
      const { summary } = measured ?? {};
      return [
        name,
        registry?.type ?? '',
        registry?.category ?? '',
        claimedStatus ?? '',
        registry?.version ?? '',
        measured?.version ?? '',
        measured?.sha ?? '',
        ...[
          summary?.readiness,
          summary?.met,
          summary?.unmet,
          summary?.unknown,
          summary?.notApplicable,
          summary?.waived,
          blockingGaps(module) ?? undefined,
        ].map(each => (each === undefined ? '' : String(each))),
        step ?? '',
        phase?.title ?? '',
        blockers.map(each => each.module).join(' '),
        reason ?? '',
        ...sections.map(id => {
          const own = measured?.sections.find(({ section }) => section === id);
          return own ? `${own.met}/${own.applicable}` : '';
        }),
      ];
    }),
  );
}
