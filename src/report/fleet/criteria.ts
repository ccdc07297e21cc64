/** Criteria over the fleet: how many modules have each status, and the finding of every module for one criterion. */
import type { MeasuredFinding } from '../../fleet/measured.js';
import type { FleetModule, FleetView } from '../../fleet/view.js';
import type { Criterion, Status } from '../../standard/criterion.js';
import type { Standard } from '../../standard/standard.js';
import { csv } from '../csv.js';
import { criterionValue } from '../explain.js';
import { jsonText } from '../json-text.js';

export const FLEET_CRITERIA_SCHEMA = 'cim-readiness/fleet-criteria/v1';
export const CRITERION_SCHEMA = 'cim-readiness/criterion/v1';

interface FleetCriteria {
  readonly standard: Standard;
  readonly view: Pick<FleetView, 'modules' | 'takenAt'>;
}

/** How many modules have each status for a criterion. */
export function countStatuses({ modules }: Pick<FleetView, 'modules'>, id: string): Record<Status, number> {
  const counts = { met: 0, unmet: 0, unknown: 0, 'not-applicable': 0 };
  for (const { measured } of modules) {
    const own = measured?.findings.find(({ criterion }) => criterion === id);
    if (own) counts[own.status] += 1;
  }
  return counts;
}

/** The modules that were assessed against a criterion. */
export function findingsByModule(
  { modules }: Pick<FleetView, 'modules'>,
  id: string,
): { readonly module: FleetModule; readonly assessedAt: string; readonly finding: MeasuredFinding }[] {
  return modules.flatMap(module => {
    const finding = module.measured?.findings.find(({ criterion }) => criterion === id);
    return module.measured && finding ? [{ module, assessedAt: module.measured.assessedAt, finding }] : [];
  });
}

/** Every criterion with its counts, as `schemas/openapi-v1.json` describes it. */
export function fleetCriteriaJson({ standard, view }: FleetCriteria): string {
  return jsonText({
    schema: FLEET_CRITERIA_SCHEMA,
    standard: standard.id,
    revision: standard.revision,
    criteria: standard.criteria.map(criterion => {
      const { 'not-applicable': notApplicable, ...counts } = countStatuses(view, criterion.id);
      const { id, title, severity, kind } = criterion;
      return {
        id,
        section: standard.sectionOf(criterion).id,
        title,
        severity,
        kind,
        modules: { ...counts, notApplicable },
      };
    }),
  });
}

/** The same as CSV. */
export function fleetCriteriaCsv({ standard, view }: FleetCriteria): string {
  return csv(
    ['criterion', 'section', 'severity', 'kind', 'title', 'met', 'unmet', 'unknown', 'not_applicable'],
    standard.criteria.map(criterion => {
      const counts = countStatuses(view, criterion.id);
      const { id, title, severity, kind } = criterion;
      return [
        id,
        standard.sectionOf(criterion).id,
        severity,
        kind,
        title,
        ...[counts.met, counts.unmet, counts.unknown, counts['not-applicable']].map(String),
      ];
    }),
  );
}

/** One criterion with its texts, and the finding of every module. */
export function criterionFindingsJson({ standard, view }: FleetCriteria, criterion: Criterion): string {
  return jsonText({
    schema: CRITERION_SCHEMA,
    standard: standard.id,
    criterion: criterionValue({ standard, criterion }),
    modules: findingsByModule(view, criterion.id).map(({ module: { name, measured }, assessedAt, finding }) => ({
      name,
      repository: measured?.owner && measured.repo ? `${measured.owner}/${measured.repo}` : null,
      status: finding.status,
      blocks: finding.blocks,
      waived: finding.waived,
      assessedAt,
    })),
  });
}

/** The finding of every module as CSV. */
export function criterionFindingsCsv({ view }: FleetCriteria, { id }: Criterion): string {
  return csv(
    ['module', 'status', 'blocks', 'waived', 'assessed_at'],
    findingsByModule(view, id).map(({ module, assessedAt, finding }) => [
      module.name,
      finding.status,
      finding.blocks ? 'yes' : 'no',
      finding.waived ? 'yes' : 'no',
      assessedAt,
    ]),
  );
}
