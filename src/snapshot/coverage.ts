/** Line coverage as a report gives it. */
export interface CoverageReport {
  /** Where it comes from: a file's path, a workflow artifact, the name of a status. */
  readonly source: string;
  /** Lines covered and lines that count; or a percentage where only that is given. */
  readonly percent: number;
  /** The commit that it was measured on, where the source tells. */
  readonly commit?: string;
}
