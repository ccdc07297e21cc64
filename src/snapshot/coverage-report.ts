/** One report's line coverage. */
export interface CoverageReport {
  /** Where it comes from: a file's path, a workflow artifact, the name of a status. */
  readonly source: string;
  /** Of the lines that count, how many a test ran: 0 to 100. */
  readonly percent: number;
  /** The commit that it was measured on, where the source tells. */
  readonly commit?: string;
  /** For a report that is committed: whether a later commit changed `src/`. Absent for a report of this very commit. */
  readonly outdated?: 'yes' | 'no' | 'not known';
}
