/** Phases of the migration over time, and estimates as ranges of weeks. */
import type { Range } from '../../../fleet/estimates.js';
import type { FleetPhase } from '../../../fleet/phases.js';
import { clip } from '../../escape.js';

const SIZE = { width: 1180, names: 260, row: 28, head: 28 };
const PLOT = { left: SIZE.names + 8, right: SIZE.width - 56 };
const DAY = 86_400_000;
/** How long a phase without an end reaches beyond the others, in days. */
const OPEN = 30;

/** A phase and the share of its modules that nothing blocks. */
export interface TimedPhase extends Pick<FleetPhase, 'title' | 'span'> {
  readonly share: number;
}

/** The phases that name a day, as bars between their days. @param today ISO 8601 */
export function PhaseTimeline({ phases, today }: { readonly phases: readonly TimedPhase[]; readonly today: string }) {
  const days = phases.flatMap(({ span }) => [span?.start, span?.end].flatMap(each => daysOf(each)));
  if (days.length === 0) return null;
  const now = Date.parse(today) / DAY;
  const isOpen = phases.some(({ span }) => span && (span.start === null) !== (span.end === null));
  const [from, to] = [Math.min(...days, now), Math.max(...days, now) + (isOpen ? OPEN : 0)];
  const x = (day: number) => rounded(PLOT.left + ((day - from) / Math.max(1, to - from)) * (PLOT.right - PLOT.left));
  const height = SIZE.head + phases.length * SIZE.row + 24;
  return (
    <Chart label="Phases over time" height={height}>
      {phases.map(({ title, span, share }, index) => {
        const y = SIZE.head + index * SIZE.row;
        const [start] = daysOf(span?.start);
        const [end] = daysOf(span?.end);
        return (
          <>
            <text x={0} y={y + 16} class="strong">
              {clip(title, 38)}
            </text>
            {start === undefined && end === undefined ? (
              <text x={PLOT.left} y={y + 16}>
                no dates
              </text>
            ) : (
              <Bar from={x(start ?? from)} to={x(end ?? to)} y={y + 4} share={share} words={spanText(title, span)} />
            )}
          </>
        );
      })}
      <line class="edge" x1={x(now)} y1={SIZE.head - 8} x2={x(now)} y2={height - 20} stroke-dasharray="4 3" />
      <text x={x(now)} y={14} text-anchor="middle">
        today
      </text>
      <text x={PLOT.left} y={height - 4}>
        {dayText(from)}
      </text>
      <text x={PLOT.right} y={height - 4} text-anchor="end">
        {dayText(to)}
      </text>
    </Chart>
  );
}

function Bar(props: { from: number; to: number; y: number; share: number; words: string }) {
  const { from, to, y, share, words } = props;
  const width = Math.max(4, to - from);
  return (
    <g>
      <title>{words}</title>
      <rect class="f-faint" x={from} y={y} width={width} height="18" rx="3" />
      <rect class="f-good" x={from} y={y} width={rounded(width * share)} height="18" rx="3" />
    </g>
  );
}

/** When a phase is planned, in words. */
export function spanText(title: string, span: FleetPhase['span']): string {
  return span ? `${title}: ${span.start ?? 'open'} to ${span.end ?? 'open'}` : `${title}: no dates`;
}

export interface Estimated {
  readonly name: string;
  /** Weeks that hold half, and nine of ten, of the simulated runs. */
  readonly half: Range;
  readonly most: Range;
  /** The estimate of a person, in weeks. */
  readonly own: number | null;
}

/** The longest time that the picture shows, in weeks. */
const LONGEST = 104;

/** Estimates as ranges: the dark part holds half of the simulated runs, the light part nine of ten. */
export function EstimateRanges({ estimates }: { readonly estimates: readonly Estimated[] }) {
  const ends = estimates.flatMap(({ half, most, own }) => [half.to, most.to, own].flatMap(each => each ?? []));
  if (estimates.length === 0) return null;
  const longest = Math.min(LONGEST, Math.max(4, ...ends));
  const x = (weeks: number) => rounded(PLOT.left + (Math.min(weeks, longest) / longest) * (PLOT.right - PLOT.left));
  const height = SIZE.head + estimates.length * SIZE.row;
  return (
    <Chart label="Estimates in weeks from now" height={height}>
      {[0, 0.25, 0.5, 0.75, 1].map(share => (
        <>
          <line class="grid" x1={x(longest * share)} y1={SIZE.head - 8} x2={x(longest * share)} y2={height} />
          <text x={x(longest * share)} y={14} text-anchor="middle">
            {`${Math.round(longest * share)} w`}
          </text>
        </>
      ))}
      {estimates.map(({ name, half, most, own }, index) => {
        const y = SIZE.head + index * SIZE.row;
        return (
          <>
            <text x={0} y={y + 16} class="strong">
              {clip(name, 38)}
            </text>
            {most.from === null ? (
              <text x={PLOT.left + 4} y={y + 16}>
                no end in sight
              </text>
            ) : (
              <>
                <rect class="wide-range" x={x(most.from)} y={y + 6} width={widthOf(x, most)} height="14" rx="3" />
                <rect class="f-link" x={x(half.from ?? 0)} y={y + 9} width={widthOf(x, half)} height="8" rx="2" />
              </>
            )}
            {own !== null && <circle class="f-warn" cx={x(own)} cy={y + 13} r="5" />}
          </>
        );
      })}
    </Chart>
  );
}

function widthOf(x: (weeks: number) => number, { from, to }: Range): number {
  return rounded(Math.max(3, x(to ?? LONGEST) - x(from ?? LONGEST)));
}

function Chart({ label, height, children }: { label: string; height: number; children: unknown }) {
  return (
    <div class="chart" tabindex={0} role="region" aria-label={label}>
      <svg width={SIZE.width} height={height} viewBox={`0 0 ${SIZE.width} ${height}`} role="img" aria-label={label}>
        {children}
      </svg>
    </div>
  );
}

function daysOf(day: string | null | undefined): number[] {
  const time = Date.parse(day ?? '');
  return Number.isNaN(time) ? [] : [time / DAY];
}

function dayText(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
