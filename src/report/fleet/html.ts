/** The fleet as one HTML file that can be mailed: no script, nothing that is loaded from elsewhere, light and dark. */
import type { FleetModule, FleetView } from '../../fleet/view.js';
import type { Standard } from '../../standard/standard.js';
import { visible } from '../escape.js';
import type { FleetReport } from './fleet.js';
import { blockingGaps, movementText, rangeText, readinessText, stepText } from './phrases.js';

const STYLE = `:root{color-scheme:light dark;--text:#1f2328;--soft:#59636e;--back:#fff;--line:#d1d9e0}
@media(prefers-color-scheme:dark){:root{--text:#f0f6fc;--soft:#9198a1;--back:#0d1117;--line:#3d444d}}
body{font:15px/1.5 system-ui,sans-serif;color:var(--text);background:var(--back);margin:2rem auto;max-width:72rem;padding:0 1rem}
h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}p.soft{color:var(--soft)}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%}caption{text-align:left;color:var(--soft);padding:.25rem 0}
th,td{border-bottom:1px solid var(--line);padding:.3rem .5rem;text-align:left;vertical-align:top}
td.number,th.number{text-align:right;font-variant-numeric:tabular-nums}
td.heat{text-align:center;color:#1f2328;white-space:nowrap}th.turned{font-weight:500;font-size:.8rem}
.s0{background:#ffc1ba}.s1{background:#ffd8a8}.s2{background:#fff3a3}.s3{background:#cdeebc}.s4{background:#8fdc9c}`;

/** The page; ends with a newline. */
export function fleetHtml({ view, standard }: FleetReport): string {
  const assessed = view.modules.filter(({ measured }) => measured).length;
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<title>Production migration of the fleet</title>',
    `<style>${STYLE}</style>`,
    '</head>',
    '<body>',
    '<main>',
    '<h1>Production migration of the fleet</h1>',
    `<p class="soft">Measured on ${inert(view.takenAt.slice(0, 10))} against ${inert(view.standard)}: ${assessed} of ${view.modules.length} modules assessed.</p>`,
    ...metrics(view),
    ...modules(view),
    ...heatMap(view, standard),
    ...contradictions(view),
    '</main>',
    '</body>',
    '</html>\n',
  ].join('\n');
}

type Cell = readonly [text: string, kind?: string];

function table(caption: string, header: readonly Cell[], rows: readonly (readonly Cell[])[]): string[] {
  const cell =
    (tag: string, extra: string) =>
    ([text, kind]: Cell) =>
      `<${tag}${extra}${kind === undefined ? '' : ` class="${kind}"`}>${inert(text)}</${tag}>`;
  return [
    '<div class="scroll" tabindex="0">',
    '<table>',
    `<caption>${inert(caption)}</caption>`,
    `<thead><tr>${header.map(cell('th', ' scope="col"')).join('')}</tr></thead>`,
    '<tbody>',
    ...rows.map(
      ([first, ...rest]) =>
        `<tr>${first ? cell('th', ' scope="row"')(first) : ''}${rest.map(cell('td', '')).join('')}</tr>`,
    ),
    '</tbody>',
    '</table>',
    '</div>',
  ];
}

const NUMBER = 'number';

function metrics({ metrics: all }: FleetView): string[] {
  const rows = all.map(({ name, met, unmet, unknown, notApplicable }): Cell[] => [
    [name],
    ...[met, unmet, unknown, notApplicable].map((count): Cell => [String(count), NUMBER]),
  ]);
  const header: Cell[] = [['Metric'], ...['Met', 'Unmet', 'Unknown', 'n/a'].map((text): Cell => [text, NUMBER])];
  return ['<h2>Success metrics</h2>', ...table('Modules that meet each metric', header, rows)];
}

const HEADER: readonly Cell[] = [
  ['Module'],
  ['Phase'],
  ['Claimed'],
  ['Step'],
  ['Ready', NUMBER],
  ['4 weeks', NUMBER],
  ['Blocking gaps', NUMBER],
  ['Version'],
  ['Waits for'],
  ['Estimate'],
];

function modules(view: FleetView): string[] {
  const rows = view.modules.map((module): Cell[] => {
    const { name, phase, claimedStatus, step, blockers, reason, measured, estimate, registry } = module;
    return [
      [name],
      [phase?.title ?? ''],
      [claimedStatus ?? ''],
      [stepText(step)],
      [readinessText(module), NUMBER],
      [movementText(module), NUMBER],
      [String(blockingGaps(module) ?? ''), NUMBER],
      [measured?.version ?? registry?.version ?? ''],
      [measured ? blockers.map(each => `${each.module} (${each.reason})`).join(', ') : (reason ?? '')],
      [estimate ? `${rangeText(estimate.half)} (50%), ${rangeText(estimate.most)} (90%)` : ''],
    ];
  });
  return ['<h2>Modules</h2>', ...table('In the order of the migration', HEADER, rows)];
}

function heatMap(view: FleetView, standard: Standard): string[] {
  const measured = view.modules.filter(
    (module): module is FleetModule & { measured: object } => module.measured !== null,
  );
  if (measured.length === 0) return [];
  const header: Cell[] = [['Module'], ...standard.sections.map(({ title }): Cell => [title, 'turned'])];
  const rows = measured.map(({ name, measured: own }): Cell[] => [
    [name],
    ...standard.sections.map(({ id }): Cell => {
      const section = own.sections.find(each => each.section === id);
      if (!section || section.applicable === 0) return ['n/a'];
      return [`${section.met}/${section.applicable}`, `heat s${Math.floor((section.met / section.applicable) * 4)}`];
    }),
  ]);
  return ['<h2>Sections</h2>', ...table('Criteria met of those that apply', header, rows)];
}

function contradictions(view: FleetView): string[] {
  const all = [
    ...view.modules.flatMap(({ name, disagreements }) => disagreements.map(each => `${name}: ${each}`)),
    ...view.contradictions.map(({ places: [{ path, line }], message }) => `${path}:${line}: ${message}`),
  ];
  if (all.length === 0) return [];
  return [
    '<h2>Claims that the measurement contradicts</h2>',
    '<ul>',
    ...all.map(each => `<li>${inert(each)}</li>`),
    '</ul>',
  ];
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text that shows itself, whatever it holds. */
function inert(text: string): string {
  return visible(text).replace(/[&<>"']/g, character => ENTITIES[character] ?? character);
}
