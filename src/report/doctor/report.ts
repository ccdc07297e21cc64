/** What the doctor found, for a person in a terminal. */
import { styleText } from 'node:util';
import { counted } from '../../standard/criterion.js';
import type { Display } from '../display.js';
import { visible } from '../escape.js';
import { jsonText } from '../json-text.js';
import { wrap } from '../wrap.js';
import type { AppFacts } from './facts.js';
import type { DoctorFinding, DoctorSection } from './finding.js';

const SIGNS = { ok: '✓', missing: '✗', notice: '!', unknown: '?' } as const;
const COLOURS = { ok: 'green', missing: 'red', notice: 'yellow', unknown: 'yellow' } as const;

/** What `doctor` answers. */
export interface DoctorReport {
  readonly app: Pick<AppFacts, 'id' | 'name'>;
  readonly host: string;
  readonly sections: readonly DoctorSection[];
}

/** For a terminal, section by section. What is well takes one line; the rest says what it costs and how to fix it. */
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
    for (const finding of findings) lines.push(...linesOf(finding));
  }
  return `${[...lines, '', paint('bold', verdictOf(sections))].join('\n')}\n`;

  function linesOf({ status, what, why, mend, url }: DoctorFinding): string[] {
    const sign = paint(COLOURS[status], SIGNS[status]);
    const [first = '', ...more] = indented(what, 4);
    const told = [`  ${sign} ${first.slice(4)}`, ...more];
    if (status === 'ok') return told;
    const reason = why === undefined ? [] : indented(why, 6);
    // An address is never broken: it is to be clicked on.
    const where = url === undefined ? [] : [paint('cyan', `      ${visible(url)}`)];
    return [...told, ...reason, ...(mend === undefined ? [] : indented(`To mend it: ${mend}`, 6)), ...where];
  }
}

/** Keys in the order of `cim-readiness/doctor/v1`. */
export function doctorJson({ app, host, sections }: DoctorReport): string {
  return jsonText({ schema: 'cim-readiness/doctor/v1', app: { id: app.id, name: app.name, host }, sections });
}

function verdictOf(sections: readonly DoctorSection[]): string {
  const count = (status: DoctorFinding['status']) =>
    sections.flatMap(({ findings }) => findings.filter(each => each.status === status)).length;
  const [missing, unknown, notices] = [count('missing'), count('unknown'), count('notice')];
  const parts = [
    ...(missing > 0 ? [counted(missing, 'thing is missing', 'things are missing')] : []),
    ...(unknown > 0 ? [`${unknown} could not be asked`] : []),
    ...(notices > 0 ? [`${notices} could be better`] : []),
  ];
  return parts.length === 0 ? 'All is well.' : `${parts.join(', ')}.`;
}
