/** One line of figures; a goal, in parentheses, stands behind them. */
export function print(name: string, ...figures: readonly string[]): void {
  console.log(
    `  ${name.padEnd(42)}${figures.map(figure => (figure.startsWith('(') ? `  ${figure}` : figure.length < 12 ? figure.padStart(12) : `  ${figure}`)).join('')}`,
  );
}
