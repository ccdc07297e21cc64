/** One line of figures. */
export function print(name: string, ...figures: readonly string[]): void {
  console.log(`  ${name.padEnd(42)}${figures.map(figure => figure.padStart(12)).join('')}`);
}
