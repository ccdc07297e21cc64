/** The findings of `cim-readiness doctor` as text and as JSON. */
import { styleText } from 'node:util';
import { counted } from '../../standard/criterion.js';
import type { Display } from '../display.js';
import { visible } from '../escape.js';
import { jsonText } from '../json-text.js';
import { wrap } from '../wrap.js';
import type { AppFacts } from './facts.js';
import type { DoctorFinding, DoctorSection } from './finding.js';

const SIGNS = { ok: '✓', missing: '✗', notice: '!', unknown: '?' } as const;
const COLORS = { ok: 'green', missing: 'red', notice: 'yellow', unknown: 'yellow' } as const;

export const DOCTOR_SCHEMA = 'cim-readiness/doctor/v1';

/** The report of `cim-readiness doctor`. */
export interface DoctorReport {
  readonly app: Pick<AppFacts, 'id' | 'name'>;
  readonly host: string;
  readonly sections: readonly DoctorSection[];
}

/** The report for a terminal, section by section. A finding that is not in order also tells why it matters and how to fix it. */
export function doctorTable({ app, host, sections }: DoctorReport, { color, width }: Display): string {
  const { id, name } = app;
  const paint = (format: Parameters<typeof styleText>[0], text: string) =>
    color ? styleText(format, text, { validateStream: false }) : text;
  const columns = Math.max(40, Math.min(width, 110));
  const lines = [paint('bold', visible(`${name}, app ${id} on ${host}`))];
  const indented = (text: string, indent: number) =>
    wrap(visible(text), columns - indent).map(line => ' '.repeat(indent) + line);
  for (const { title, findings } of sections) {
    lines.push('', paint('bold', title));
    for (const finding of findings) lines.push(...findingLines(finding));
  }
  return `${[...lines, '', paint('bold', conclusion(sections))].join('\n')}\n`;

  function findingLines({ status, what, why, mend, url }: DoctorFinding): string[] {
    const sign = paint(COLORS[status], SIGNS[status]);
    const [first = '', ...more] = indented(what, 4);
    const told = [`  ${sign} ${first.slice(4)}`, ...more];
    if (status === 'ok') return told;
    const reason = why === undefined ? [] : indented(why, 6);
    // A URL is never wrapped, so that it stays clickable.
    const where = url === undefined ? [] : [paint('cyan', `      ${visible(url)}`)];
    return [...told, ...reason, ...(mend === undefined ? [] : indented(`To fix: ${mend}`, 6)), ...where];
  }
}

/** Keys in the order of `cim-readiness/doctor/v1`. */
export function doctorJson({ app, host, sections }: DoctorReport): string {
  return jsonText({ schema: DOCTOR_SCHEMA, app: { id: app.id, name: app.name, host }, sections });
}

function conclusion(sections: readonly DoctorSection[]): string {
  const count = (status: DoctorFinding['status']) =>
    sections.flatMap(({ findings }) => findings.filter(each => each.status === status)).length;
  const [missing, unknown, notices] = [count('missing'), count('unknown'), count('notice')];
  const parts = [
    ...(missing > 0 ? [`${missing} missing`] : []),
    ...(unknown > 0 ? [`${unknown} unknown`] : []),
    ...(notices > 0 ? [counted(notices, 'notice')] : []),
  ];
  return parts.length === 0 ? 'Everything is in order.' : `${parts.join(', ')}.`;
}
