/** Counts of modules as parts of one bar. */

export interface Part {
  readonly count: number;
  readonly tone: 'good' | 'bad' | 'warn' | 'idle';
  readonly words: string;
}

const WIDTH = 240;

/** A bar whose parts are as wide as their counts. The table beside it has the figures. */
export function Bars({ parts }: { readonly parts: readonly Part[] }) {
  const all = parts.reduce((sum, { count }) => sum + count, 0);
  let left = 0;
  return (
    <svg width={WIDTH} height="12" viewBox={`0 0 ${WIDTH} 12`} role="img">
      <title>{parts.map(({ count, words }) => `${count} ${words}`).join(', ')}</title>
      {parts
        .filter(({ count }) => count > 0)
        .map(({ count, tone }) => {
          const width = Math.round((count / all) * WIDTH * 10) / 10;
          const x = left;
          left += width;
          return <rect class={`f-${tone}`} x={x} width={Math.max(1, width - 1)} height="12" />;
        })}
    </svg>
  );
}
