/** What `cim-readiness doctor` found of one thing. */
export interface DoctorFinding {
  /** `notice`: it works, and could be better. `unknown`: it could not be asked, and `what` says why. */
  readonly status: 'ok' | 'missing' | 'notice' | 'unknown';
  readonly what: string;
  /** What it is for; of what is missing, what it costs. */
  readonly why?: string;
  readonly mend?: string;
  /** Where it is mended. */
  readonly url?: string;
}

export interface DoctorSection {
  readonly title: string;
  readonly findings: readonly DoctorFinding[];
}
