/** The assessment as one HTML file that can be mailed: no script, nothing fetched, light and dark. */
import { type Assessment, blocks, type Finding, isGap, summarize } from '../assess/assessment.js';
import type { Change, Comparison } from '../assess/compare.js';
import type { Evidence } from '../standard/criterion.js';
import type { Standard } from '../standard/standard.js';
import { type AssessmentReport, type AssessReport, assessedName, moduleReports } from './assessment-report.js';
import { criterionTexts, ownMark, percent } from './phrases.js';
import { xmlText } from './xml.js';

/** The most places shown for one finding. */
const SHOWN = 20;

const STYLE = `
:root{color-scheme:light dark;--text:#1f2328;--muted:#59636e;--line:#d1d9e0;--bar:#1a7f37;--bad:#d1242f}
@media(prefers-color-scheme:dark){:root{--text:#f0f6fc;--muted:#9198a1;--line:#3d444d;--bar:#3fb950;--bad:#ff7b72}}
body{font:16px/1.5 system-ui,sans-serif;color:var(--text);max-width:60rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.6rem}h2{font-size:1.25rem;margin-top:2rem}h3{font-size:1rem;margin-bottom:.25rem}
p{margin:.25rem 0 .5rem}.muted{color:var(--muted)}code{font:.875em ui-monospace,monospace;overflow-wrap:anywhere}
.scroll{overflow-x:auto}table{border-collapse:collapse}th,td{padding:.25rem .75rem;border-bottom:1px solid var(--line);text-align:left}
td.number,th.number{text-align:right;font-variant-numeric:tabular-nums}.worse{color:var(--bad)}
progress{width:16rem;max-width:100%;accent-color:var(--bar)}
`.replaceAll('\n', '');

/** A page with the readiness, what changed, the sections, and every finding. */
export function assessmentHtml(report: AssessReport): string {
  const [first, ...others] = moduleReports(report);
  const title = `Readiness of ${assessedName({ assessment: first.assessment }, 'this repository')}`;
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">',
    `<title>${xmlText(title)}</title><style>${STYLE}</style></head><body><main>`,
    ...[first, ...others].flatMap(moduleHtml),
    '</main></body></html>',
    '',
  ].join('\n');
}

function moduleHtml(report: AssessmentReport): string[] {
  const { standard, assessment, comparison, notes, policyProblems } = report;
  const { subject, findings } = assessment;
  const { readiness } = summarize(findings);
  const title = `Readiness of ${assessedName(report, 'this repository')}`;
  const group = (heading: string, of: readonly Finding[]) =>
    of.length === 0
      ? ''
      : `<section><h2>${heading} (${of.length})</h2>${of.map(each => findingHtml(standard, each)).join('')}</section>`;
  return [
    `<h1>${xmlText(title)}</h1>`,
    `<p><progress max="1" value="${readiness}" aria-label="Readiness"></progress> <strong>${percent(readiness)} ready</strong> at ${code(subject.sha.slice(0, 7))} (${code(subject.ref)}), assessed <time datetime="${xmlText(assessment.assessedAt)}">${xmlText(minuteText(assessment.assessedAt))}</time></p>`,
    ...notes.map(note => `<p class="muted">${xmlText(note)}</p>`),
    ...policyProblems.map(problem => `<p class="worse">${place(problem)} ${text(problem.message)}</p>`),
    comparison ? changesHtml(standard, comparison) : '',
    sectionTable(standard, assessment),
    group('Blocking gaps', findings.filter(blocks)),
    group(
      'Other gaps',
      findings.filter(each => isGap(each) && !blocks(each)),
    ),
    group(
      'Waived',
      findings.filter(each => each.waiver && each.status !== 'met'),
    ),
    group(
      'Unknown',
      findings.filter(each => each.status === 'unknown' && !each.waiver),
    ),
    group(
      'Met',
      findings.filter(each => each.status === 'met'),
    ),
    group(
      'Not applicable',
      findings.filter(each => each.status === 'not-applicable'),
    ),
    group('Announced', assessment.announced ?? []),
  ];
}

function sectionTable(standard: Standard, { findings }: Assessment): string {
  const rows = standard.sections.flatMap(({ id, title }) => {
    const own = findings.filter(({ section }) => section === id);
    if (own.length === 0) return [];
    const { met, unmet, unknown, notApplicable } = summarize(own);
    const cells = [met, unmet, unknown, notApplicable].map(count => `<td class="number">${count}</td>`).join('');
    return [`<tr><th scope="row">${xmlText(title)}</th>${cells}</tr>`];
  });
  const head = ['Met', 'Unmet', 'Unknown', 'Not applicable']
    .map(each => `<th scope="col" class="number">${each}</th>`)
    .join('');
  return `<section><h2>Sections</h2><div class="scroll" tabindex="0"><table><thead><tr><th scope="col">Section</th>${head}</tr></thead><tbody>${rows.join('')}</tbody></table></div></section>`;
}

function changesHtml(standard: Standard, { base, changes }: Comparison): string {
  const items = changes.map(
    ({ finding, kind, added }: Change) =>
      `<li>${code(finding.criterion)} ${xmlText(criterionTexts(standard, finding.criterion).title)}: ${kind}${places(added, added.length)}</li>`,
  );
  return `<section><h2>Since ${code(base.subject.ref)}</h2>${items.length === 0 ? '<p>No change.</p>' : `<ul>${items.join('')}</ul>`}</section>`;
}

function findingHtml(standard: Standard, finding: Finding): string {
  const { criterion, message, evidence, count, waiver } = finding;
  const { title, remediation } = criterionTexts(standard, criterion);
  const waived = waiver
    ? `<p>Waived by ${code(waiver.by)} until ${xmlText(waiver.until)}: ${xmlText(waiver.reason)}</p>`
    : '';
  const fix = isGap(finding) ? `<p class="muted">How to fix: ${text(remediation)}</p>` : '';
  return `<h3>${xmlText(title)} <span class="muted">${code(criterion)}${ownMark(standard, criterion)}</span></h3><p>${text(message)}</p>${waived}${places(evidence, count)}${fix}`;
}

function places(evidence: readonly Evidence[], count: number): string {
  if (evidence.length === 0) return '';
  const shown = evidence.slice(0, SHOWN).map(each => `<li>${place(each)} ${text(each.message)}</li>`);
  const more = count > SHOWN ? [`<li>… and ${count - SHOWN} more</li>`] : [];
  return `<ul>${[...shown, ...more].join('')}</ul>`;
}

function place({ path, line }: Pick<Evidence, 'path' | 'line'>): string {
  return path === undefined ? '' : code(line === undefined ? path : `${path}:${line}`);
}

function code(words: string): string {
  return `<code>${xmlText(words)}</code>`;
}

/** A message with passages `in backticks`, which become code. */
function text(message: string): string {
  return message
    .split(/`([^`]*)`/)
    .map((part, index) => (index % 2 === 1 ? code(part) : xmlText(part)))
    .join('');
}

/** `2026-06-01 12:00 UTC` */
function minuteText(at: string): string {
  return `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
}
