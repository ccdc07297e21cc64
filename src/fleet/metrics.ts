/** The success metrics of the migration, measured over the fleet. */
import type { Measured } from './measured.js';

/** Of the measured modules: how many meet all criteria of a metric, how many miss one, and how many are unknown. */
export interface FleetMetric {
  readonly name: string;
  readonly criteria: readonly string[];
  readonly met: number;
  readonly unmet: number;
  readonly unknown: number;
  readonly notApplicable: number;
}

/** The metrics of the tracker, and the criteria that decide them. */
const METRICS: readonly (readonly [name: string, criteria: readonly string[]])[] = [
  ['Test coverage of at least 80%', ['coverage']],
  ['Documentation complete', ['readme', 'public-api-docs', 'changelog', 'adr']],
  ['No critical security issues', ['dependency-audit', 'no-secrets', 'sast']],
  ['Benchmarks run', ['benchmark-suite', 'benchmarks-run']],
  ['API stable', ['api-stability', 'semver']],
];

/** Measures the metrics over modules. */
export function fleetMetrics(modules: readonly Measured[]): FleetMetric[] {
  return METRICS.map(([name, criteria]) => {
    const states = modules.map(({ findings }) =>
      stateOf(criteria.map(id => findings.find(({ criterion }) => criterion === id)?.status ?? 'unknown')),
    );
    const count = (state: string) => states.filter(each => each === state).length;
    return {
      name,
      criteria,
      met: count('met'),
      unmet: count('unmet'),
      unknown: count('unknown'),
      notApplicable: count('not-applicable'),
    };
  });
}

/** The worst status decides. Criteria that do not apply decide nothing. */
function stateOf(statuses: readonly string[]): string {
  const applicable = statuses.filter(status => status !== 'not-applicable');
  if (applicable.length === 0) return 'not-applicable';
  return applicable.find(status => status === 'unmet') ?? applicable.find(status => status === 'unknown') ?? 'met';
}
