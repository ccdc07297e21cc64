/** The result of one check of `cim-readiness doctor`. Its keys are those of the JSON output. */
export interface DoctorFinding {
  /** `notice`: works, but could be improved. `unknown`: could not be read, for the reason in `what`. */
  readonly status: 'ok' | 'missing' | 'notice' | 'unknown';
  readonly what: string;
  /** What the checked thing is for or, if it is missing, the consequence. */
  readonly why?: string;
  /** How to fix it. */
  readonly mend?: string;
  /** Where to fix it. */
  readonly url?: string;
}

export interface DoctorSection {
  readonly title: string;
  readonly findings: readonly DoctorFinding[];
}
