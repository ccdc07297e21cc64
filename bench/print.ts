/** Prints one line of figures, with the goal in parentheses at the end. */
export function print(name: string, ...figures: readonly string[]): void {
  console.log(
    `  ${name.padEnd(42)}${figures.map(figure => (figure.startsWith('(') ? `  ${figure}` : figure.length < 12 ? figure.padStart(12) : `  ${figure}`)).join('')}`,
  );
}
