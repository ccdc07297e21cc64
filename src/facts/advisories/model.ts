import type { Advisory } from '../../snapshot/advisories.js';

/** What a file says about one crate. */
export interface ReadAdvisory {
  readonly crate: string;
  readonly date: string | undefined;
  /** Absent if it was withdrawn. */
  readonly advisory?: Advisory;
}
