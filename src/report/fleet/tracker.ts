/** The measured part of the migration tracker, as Markdown: metrics, phases with their modules, blockers, estimates, contradictions. */
import { registryFaults } from '../../fleet/registry-reading.js';
import type { FleetModule, FleetView } from '../../fleet/view.js';
import { counted } from '../../standard/criterion.js';
import { code, plain } from '../escape.js';
import type { FleetReport } from './fleet.js';
import { blockingGaps, movementText, rangeText, readinessText, stepText } from './phrases.js';

/** What tells the day of the measurement. */
export const MEASURED_ON = /Measured on \d{4}-\d{2}-\d{2} /;

/** A tracker of its own, for a fleet without one. */
export function fleetMarkdown({ view }: FleetReport): string {
  return `# Production migration\n\n${trackerText(view)}`;
}

/** What is measured; ends with a newline. Everything from repositories is inert in it. */
export function trackerText(view: FleetView): string {
  return `${[...head(view), ...metrics(view), ...phases(view), ...method(view), ...circles(view), ...contradictions(view)].join('\n')}\n`;
}

function head(view: FleetView): string[] {
  const assessed = view.modules.filter(({ measured }) => measured);
  const inMigration = view.modules.find(({ measured, phase, step }) => measured && phase && step !== null);
  return [
    `Measured on ${view.takenAt.slice(0, 10)} against ${code(view.standard)}: ${assessed.length} of ${view.modules.length} modules assessed.`,
    ...(inMigration ? ['', `**In migration:** ${summaryOf(inMigration)}.`] : []),
    '',
  ];
}

/** The step of a module, how far it is, what it waits for, and until when. */
function summaryOf(module: FleetModule): string {
  const moved = movementText(module);
  const waits = waitsFor(module);
  const time = estimateText(module);
  return [
    `${code(module.name)}, step ${stepText(module.step)}`,
    `${readinessText(module)} ready${moved === '' ? '' : ` (${moved} in 4 weeks)`}`,
    ...(waits === '' ? [] : [`waits for ${waits}`]),
    ...(time === '' ? [] : [time]),
  ].join(', ');
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
    '| Module | Claimed | Step | Ready | 4 weeks | Blocking gaps | Waits for | Estimate | Issue |',
    '|---|---|---|---:|---:|---:|---|---|---|',
    ...modules.map(module => {
      const { name, claimedStatus, step, measured, reason, tracking } = module;
      const cells = [
        code(name),
        plain(claimedStatus ?? ''),
        stepText(step),
        readinessText(module),
        movementText(module),
        String(blockingGaps(module) ?? ''),
        measured ? waitsFor(module) : plain(reason ?? ''),
        estimateText(module),
        tracking ? code(`${measured?.owner ?? ''}/${measured?.repo ?? ''}#${tracking.issue}`) : '',
      ];
      return `| ${cells.join(' | ')} |`;
    }),
    '',
  ];
}

function waitsFor({ blockers }: FleetModule): string {
  return blockers
    .map(({ module, reason, by }) => `${code(module)} (${plain(reason)}${by === null ? '' : `, says ${plain(by)}`})`)
    .join(', ');
}

/** The estimate with what it was made of, and that of a person beside it. */
function estimateText({ estimate, estimateReason, tracking }: FleetModule): string {
  const stated = tracking?.estimate;
  return [
    ...(estimate
      ? [
          `${rangeText(estimate.half)} (50%), ${rangeText(estimate.most)} (90%), from ${counted(estimate.basis.weeks, 'week')} of ${counted(estimate.basis.modules, 'module')}`,
        ]
      : estimateReason === null
        ? []
        : [`no estimate: ${estimateReason}`]),
    ...(stated ? [`${plain(stated.by)} estimated ${counted(stated.weeks, 'week')} on ${plain(stated.on)}`] : []),
  ].join('; ');
}

/** How the estimates were made. */
function method(view: FleetView): string[] {
  if (!view.modules.some(({ estimate }) => estimate)) return [];
  return [
    'An estimate is the time until a module meets every criterion of severity `must`. It comes from 1,000 simulated futures, which repeat past weeks of the module itself and of modules of its type: half of them, and nine of ten, end within the ranges.',
    '',
  ];
}

/** Modules that depend on each other in a circle: none of them can be first. */
function circles({ cycles }: FleetView): string[] {
  if (cycles.length === 0) return [];
  return ['### Circles of dependencies', '', ...cycles.map(names => `- ${names.map(code).join(' → ')}`), ''];
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
  return all.length === 0 ? [] : ['### Claims that the measurement contradicts', '', ...all, ''];
}
