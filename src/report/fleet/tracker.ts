/** The measured part of the migration tracker, as Markdown: metrics, phases with their modules, blockers, estimates, contradictions. */
import { registryFaults } from '../../fleet/registry-reading.js';
import type { FleetModule, FleetView } from '../../fleet/view.js';
import { code, plain } from '../escape.js';
import type { FleetReport } from './fleet.js';
import { blockingGaps, movementText, rangeText, readinessText, stepText } from './words.js';

/** What tells the day of the measurement. */
export const MEASURED_ON = /Measured on \d{4}-\d{2}-\d{2} /;

/** A tracker of its own, for a fleet without one. */
export function fleetMarkdown({ view }: FleetReport): string {
  return `# Production migration\n\n${trackerText(view)}`;
}

/** What is measured; ends with a newline. Everything from repositories is inert in it. */
export function trackerText(view: FleetView): string {
  return `${[...head(view), ...metrics(view), ...phases(view), ...contradictions(view)].join('\n')}\n`;
}

function head(view: FleetView): string[] {
  const assessed = view.modules.filter(({ measured }) => measured);
  const current = view.modules.filter(
    ({ step, measured, phase }) =>
      measured && phase && (step === 'implementation' || step === 'review' || step === 'testing' || step === 'release'),
  );
  const [first] = current;
  return [
    `Measured on ${view.takenAt.slice(0, 10)} against ${code(view.standard)}: ${assessed.length} of ${view.modules.length} modules assessed.`,
    ...(first
      ? [
          '',
          `**In migration:** ${code(first.name)}, ${stepText(first.step).toLowerCase()}, ${readinessText(first)} ready.`,
        ]
      : []),
    '',
  ];
}

function metrics({ metrics: all }: FleetView): string[] {
  return [
    '### Success metrics, measured',
    '',
    '| Metric | Met | Unmet | Unknown | n/a |',
    '|---|---:|---:|---:|---:|',
    ...all.map(
      ({ name, met, unmet, unknown, notApplicable }) =>
        `| ${plain(name)} | ${met} | ${unmet} | ${unknown} | ${notApplicable} |`,
    ),
    '',
  ];
}

function phases({ phases: all, modules }: FleetView): string[] {
  const inPhases = all.flatMap(({ title }) =>
    table(
      title,
      modules.filter(({ phase }) => phase?.title === title),
    ),
  );
  const others = modules.filter(({ phase }) => phase === null);
  return [...inPhases, ...(others.length > 0 ? table(all.length > 0 ? 'Modules of no phase' : 'Modules', others) : [])];
}

function table(title: string, modules: readonly FleetModule[]): string[] {
  return [
    `### ${plain(title)}`,
    '',
    '| Module | Claimed | Step | Ready | 4 weeks | Blocking gaps | Waits for | Estimate |',
    '|---|---|---|---:|---:|---:|---|---|',
    ...modules.map(module => {
      const { name, claimedStatus, step, blockers, estimate, measured, reason } = module;
      const waits = blockers.map(each => `${code(each.module)} (${plain(each.reason)})`).join(', ');
      const time = estimate ? `${rangeText(estimate.half)} (50%), ${rangeText(estimate.most)} (90%)` : '';
      return `| ${code(name)} | ${plain(claimedStatus ?? '')} | ${stepText(step)} | ${readinessText(module)} | ${movementText(module)} | ${blockingGaps(module) ?? ''} | ${measured ? waits : plain(reason ?? '')} | ${time} |`;
    }),
    '',
    ...(modules.some(({ estimate }) => estimate)
      ? [
          'Estimates are drawn from past weeks of each module and of modules like it: half of the runs, and nine of ten, end within them.',
          '',
        ]
      : []),
  ];
}

function contradictions(view: FleetView): string[] {
  const claims = view.modules.flatMap(({ name, disagreements }) =>
    disagreements.map(each => `- ${code(name)}: ${plain(each)}`),
  );
  const faults = registryFaults(view.contradictions, view.registryProblems).map(
    ({ kind, path, line, message }) =>
      `- ${code(`${path}:${line}`)} ${kind === null ? '' : `${kind}: `}${plain(message)}`,
  );
  const all = [...claims, ...faults];
  return all.length === 0 ? [] : ['### Claimed, and not so', '', ...all, ''];
}
