/** The lines of a generated file. */
export class Lines {
  private readonly lines: string[] = [];

  constructor(readonly path: string) {}

  get text(): string {
    return this.lines.map(line => `${line}\n`).join('');
  }

  get length(): number {
    return this.lines.length;
  }

  /** The place of the last line. */
  get place(): string {
    return `${this.path}:${this.lines.length}`;
  }

  add(line: string): void {
    this.lines.push(line);
  }

  /** Adds a line, or none for an empty text. */
  addText(text: string): void {
    if (text !== '') this.add(text);
  }

  cut(length: number): void {
    this.lines.length = length;
  }
}
