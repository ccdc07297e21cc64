/** Words and figures that the reports on the fleet share. */
import type { Range } from '../../fleet/estimates.js';
import type { Step } from '../../fleet/steps.js';
import type { FleetModule } from '../../fleet/view.js';
import { percent } from '../phrases.js';

/** `3 to 9 weeks`; a bound that too many runs never reach is open. */
export function rangeText({ from, to }: Range): string {
  if (from === null) return 'no end in sight';
  return to === null ? `${from} weeks or more` : `${from} to ${to} weeks`;
}

/** The step as a title. */
export function stepText(step: Step | null): string {
  return step === null ? '-' : `${step.charAt(0).toUpperCase()}${step.slice(1)}`;
}

/** The readiness of a module, or why there is none. */
export function readinessText({ measured }: Pick<FleetModule, 'measured'>): string {
  return measured ? percent(measured.summary.readiness) : '-';
}

/** How readiness moved in four weeks, in points. */
export function movementText({ measured, readinessBefore }: FleetModule): string {
  if (!measured || readinessBefore === null) return '';
  const points = Math.round((measured.summary.readiness - readinessBefore) * 100);
  return points === 0 ? '±0' : `${points > 0 ? '+' : '−'}${Math.abs(points)}`;
}

/** How many blocking gaps a module has; null if it was not measured. */
export function blockingGaps({ measured }: Pick<FleetModule, 'measured'>): number | null {
  return measured ? measured.findings.filter(({ blocks }) => blocks).length : null;
}
