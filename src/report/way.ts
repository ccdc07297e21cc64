/** What `cim-readiness next` prints: the shortest way to production, the cheapest step first. */
import type { Effort, Way, WayStep } from '../assess/way.js';
import { FIXES } from '../fixes/all.js';
import type { Subject } from '../snapshot/snapshot.js';
import { counted } from '../standard/criterion.js';
import type { Standard } from '../standard/standard.js';
import type { Display } from './display.js';
import { visible } from './escape.js';
import { criterionTexts } from './phrases.js';
import { wrap } from './wrap.js';

/** The most places of a step that the JSON lists. */
const PLACES_LIMIT = 100;
/** Criteria whose gaps a command can close. */
const FIXABLE = new Set(FIXES.flatMap(({ criteria }) => criteria));

export const NEXT_SCHEMA = 'cim-readiness/next/v1';

export interface NextReport {
  readonly standard: Standard;
  readonly subject: Subject;
  readonly way: Way;
}

/** What a step costs, as a heading. */
export const EFFORT_TITLES: Readonly<Record<Effort, string>> = {
  file: 'Files that can be generated',
  edit: 'Edits to files',
  settings: 'Settings and CI',
  code: 'Code',
  people: 'Decisions by people',
};

/** The report for a terminal. */
export function nextTable({ standard, subject, way }: NextReport, { width }: Display): string {
  const name = visible(subject.repo ?? 'This module');
  if (way.next === null) {
    const done =
      way.status === 'production'
        ? 'is in production, and nothing is missing'
        : `is ${visible(way.status)}, and not on its way to production`;
    return `${name} ${done}.\n`;
  }
  const groups = (Object.keys(EFFORT_TITLES) as Effort[]).flatMap(effort => {
    const steps = way.steps.filter(step => step.effort === effort);
    return steps.length === 0
      ? []
      : ['', EFFORT_TITLES[effort], ...steps.flatMap(step => stepLines(step, standard, width))];
  });
  const release =
    way.release.length === 0 ? [] : ['', 'Release', ...way.release.map(({ what }) => `  ${visible(what)}`)];
  const head = `${name}: ${visible(way.status)} → production, ${counted(way.steps.length + way.release.length, 'step')}`;
  return `${[head, ...groups, ...release].join('\n')}\n`;
}

const KINDS: Readonly<Record<WayStep['kind'], string>> = { gap: '', attest: ' (attest)', measure: ' (unknown)' };

function stepLines({ finding, kind }: WayStep, standard: Standard, width: number): string[] {
  const { remediation } = criterionTexts(standard, finding.criterion);
  const text = kind === 'gap' ? remediation : finding.message;
  const [first = ''] = text.split(/\n\s*\n/);
  return [
    `  ${finding.criterion}${KINDS[kind]}${finding.count > 1 ? `, ${counted(finding.count, 'place')}` : ''}`,
    ...wrap(visible(first.replace(/\s+/g, ' ').trim()), Math.max(40, width - 4)).map(line => `    ${line}`),
  ];
}

/** The report as JSON, in the form that `schemas/next-v1.json` describes. */
export function nextJson({ standard, subject, way }: NextReport): string {
  const { owner, repo, ref, sha } = subject;
  const json = {
    schema: NEXT_SCHEMA,
    standard: standard.id,
    subject: { owner, repo, ref, sha },
    status: way.status,
    next: way.next,
    steps: way.steps.map(({ finding, effort, kind }) => ({
      criterion: finding.criterion,
      section: finding.section,
      effort,
      kind,
      message: finding.message,
      count: finding.count,
      remediation: criterionTexts(standard, finding.criterion).remediation,
      places: finding.evidence.slice(0, PLACES_LIMIT).map(({ path, line, message }) => ({
        path: path ?? null,
        line: line ?? null,
        message,
      })),
      fix: FIXABLE.has(finding.criterion) ? `cim-readiness fix . ${finding.criterion}` : null,
      check: `cim-readiness assess . --only ${finding.criterion}`,
    })),
    release: way.release.map(({ what }) => what),
  };
  return `${JSON.stringify(json, null, 2)}\n`;
}
