/** One report's line coverage. */
export interface CoverageReport {
  /** The origin of the report: the path of a file, a workflow artifact, or the name of a status. */
  readonly source: string;
  /** The percentage of counted lines that tests ran: 0 to 100. */
  readonly percent: number;
  /** The commit on which coverage was measured, if the source names it. */
  readonly commit?: string;
  /** For a committed report: whether a later commit changed `src/`. Absent for a report of the assessed commit. */
  readonly outdated?: 'yes' | 'no' | 'not known';
}
