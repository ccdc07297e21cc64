/** Readiness over time: a small line beside a module's name, and the large one of its page. */
import { percent } from '../../phrases.js';

export interface TrendPoint {
  /** ISO 8601. */
  readonly at: string;
  /** 0 to 1. */
  readonly readiness: number;
}

/** More points than this are not told apart, and the picture leaves out those between. */
const MOST_POINTS = 160;

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The places of points in a box, by their time; the last stays. */
function placed(points: readonly TrendPoint[], { left, right, top, bottom }: Box) {
  const step = Math.ceil(points.length / MOST_POINTS);
  const kept = points.filter((_, index) => (points.length - 1 - index) % step === 0);
  const times = kept.map(({ at }) => Date.parse(at));
  const [from, to] = [Math.min(...times), Math.max(...times)];
  return kept.map((point, index) => {
    const share = to > from ? ((times[index] ?? from) - from) / (to - from) : 1;
    return {
      point,
      x: Math.round((left + share * (right - left)) * 10) / 10,
      y: Math.round((bottom - point.readiness * (bottom - top)) * 10) / 10,
    };
  });
}

const SMALL: Box = { left: 1, right: 55, top: 2, bottom: 16 };

/** The line of a module in a list; nothing if there is no movement to show. */
export function Sparkline({ points }: { readonly points: readonly TrendPoint[] }) {
  if (points.length < 2) return null;
  return (
    <svg width="56" height="18" viewBox="0 0 56 18" aria-hidden="true">
      <polyline
        class="trend"
        points={placed(points, SMALL)
          .map(({ x, y }) => `${x},${y}`)
          .join(' ')}
      />
    </svg>
  );
}

const SIZE = { width: 760, height: 220 };
const LARGE: Box = { left: 44, right: 708, top: 16, bottom: 180 };

/** The line with its scale. The first and the last day are named; every point can be pointed at. */
export function Trend({ name, points }: { readonly name: string; readonly points: readonly TrendPoint[] }) {
  const all = placed(points, LARGE);
  const [first, last] = [all[0], all.at(-1)];
  if (!first || !last) return null;
  const line = all.map(({ x, y }) => `${x},${y}`).join(' ');
  const words = `Readiness of ${name} from ${first.point.at.slice(0, 10)} to ${last.point.at.slice(0, 10)}: ${percent(first.point.readiness)} to ${percent(last.point.readiness)}`;
  return (
    <div class="chart" tabindex={0} role="region" aria-label="Readiness over time">
      <svg width={SIZE.width} height={SIZE.height} viewBox={`0 0 ${SIZE.width} ${SIZE.height}`} role="img">
        <title>{words}</title>
        {[0, 0.25, 0.5, 0.75, 1].map(share => (
          <Grid share={share} />
        ))}
        <polygon class="area" points={`${first.x},${LARGE.bottom} ${line} ${last.x},${LARGE.bottom}`} />
        <polyline class="trend" points={line} />
        {all.map(({ x, y, point }) => (
          <circle class="dot" cx={x} cy={y} r={all.length > 40 ? 1.5 : 3}>
            <title>{`${point.at.slice(0, 10)}: ${percent(point.readiness)}`}</title>
          </circle>
        ))}
        <text class="strong" x={last.x + 8} y={last.y + 4}>
          {percent(last.point.readiness)}
        </text>
        <text x={LARGE.left} y={LARGE.bottom + 24}>
          {first.point.at.slice(0, 10)}
        </text>
        {all.length > 1 && (
          <text x={LARGE.right} y={LARGE.bottom + 24} text-anchor="end">
            {last.point.at.slice(0, 10)}
          </text>
        )}
      </svg>
    </div>
  );
}

function Grid({ share }: { readonly share: number }) {
  const y = LARGE.bottom - share * (LARGE.bottom - LARGE.top);
  return (
    <>
      <line class="grid" x1={LARGE.left} y1={y} x2={LARGE.right} y2={y} stroke-opacity={share === 0 ? 1 : 0.5} />
      <text x={LARGE.left - 8} y={y + 4} text-anchor="end">
        {percent(share)}
      </text>
    </>
  );
}
