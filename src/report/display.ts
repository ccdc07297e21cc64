/** How a terminal shows text. Formats for programs ignore it. */
export interface Display {
  readonly color: boolean;
  /** Columns. */
  readonly width: number;
}
