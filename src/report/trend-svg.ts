/** Readiness over time as an SVG: a line, its points named, the share of the last one. Nothing in it is fetched or run. */
import { percent } from './phrases.js';
import { xmlText } from './xml.js';

export interface TrendPoint {
  readonly name: string;
  /** ISO 8601. */
  readonly date: string;
  /** 0 to 1. */
  readonly readiness: number;
}

const SIZE = { width: 720, height: 240 } as const;
const PLOT = { left: 48, right: 640, top: 44, bottom: 188 } as const;
/** So many names fit under the line. */
const NAMES = 8;
const STYLE =
  'text{font:12px system-ui,sans-serif;fill:#59636e}.title{font-weight:600;font-size:14px;fill:#1f2328}.last{font-weight:600;fill:#1f2328}@media(prefers-color-scheme:dark){text{fill:#9198a1}.title,.last{fill:#f0f6fc}}';

/** The picture; ends with a newline. Where all points have one date, they are spread evenly. */
export function trendSvg(title: string, points: readonly TrendPoint[]): string {
  const placed = places(points);
  const last = placed.at(-1);
  const label = xmlText(`Readiness of ${title}: ${percent(last?.point.readiness ?? 0)}`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${SIZE.width}" height="${SIZE.height}" viewBox="0 0 ${SIZE.width} ${SIZE.height}" role="img" aria-label="${label}">`,
    `<style>${STYLE}</style>`,
    `<text class="title" x="${PLOT.left}" y="22">${xmlText(title)}</text>`,
    ...[0, 0.5, 1].map(gridLine),
    `<polyline points="${placed.map(({ x, y }) => `${x},${y}`).join(' ')}" fill="none" stroke="#0969da" stroke-width="2" stroke-linejoin="round"/>`,
    ...placed.map(dot),
    ...names(placed),
    ...(last ? [`<text class="last" x="${last.x + 8}" y="${last.y + 4}">${percent(last.point.readiness)}</text>`] : []),
    '</svg>\n',
  ].join('\n');
}

interface Placed {
  readonly x: number;
  readonly y: number;
  readonly point: TrendPoint;
}

function places(points: readonly TrendPoint[]): Placed[] {
  const times = points.map(({ date }) => Date.parse(date));
  const [from, to] = [Math.min(...times), Math.max(...times)];
  return points.map((point, index) => {
    const share = to > from ? ((times[index] ?? from) - from) / (to - from) : index / Math.max(1, points.length - 1);
    return { x: rounded(PLOT.left + share * (PLOT.right - PLOT.left)), y: heightOf(point.readiness), point };
  });
}

function heightOf(share: number): number {
  return rounded(PLOT.bottom - share * (PLOT.bottom - PLOT.top));
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}

function gridLine(share: number): string {
  const y = heightOf(share);
  return `<line x1="${PLOT.left}" y1="${y}" x2="${PLOT.right}" y2="${y}" stroke="#8c959f" stroke-opacity=".3"/><text x="${PLOT.left - 8}" y="${y + 4}" text-anchor="end">${percent(share)}</text>`;
}

function dot({ x, y, point }: Placed): string {
  const words = xmlText(`${point.name}, ${point.date.slice(0, 10)}: ${percent(point.readiness)}`);
  return `<circle cx="${x}" cy="${y}" r="3" fill="#0969da"><title>${words}</title></circle>`;
}

/** Names under the line; one that would stand on another is left out, the last never. */
function names(placed: readonly Placed[]): string[] {
  const room = (PLOT.right - PLOT.left) / NAMES;
  const shown: Placed[] = [];
  for (const each of placed.toReversed())
    if ((shown.at(-1)?.x ?? Number.POSITIVE_INFINITY) - each.x >= room) shown.push(each);
  return shown
    .toReversed()
    .map(
      ({ x, point: { name } }) =>
        `<text x="${x}" y="${PLOT.bottom + 20}" text-anchor="middle">${xmlText(name.length > 12 ? `${name.slice(0, 11)}…` : name)}</text>`,
    );
}
