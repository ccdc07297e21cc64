/** How a standard, or an organization, names what people meet. */
export interface Names {
  /** The prefix of commands in comments, with its slash. */
  readonly command: string;
  /** The check run with the assessment. */
  readonly readiness: string;
  /** The check run about the commits of a change. */
  readonly commits: string;
  /** The check run about a release tag. */
  readonly version: string;
}

/** The names of the CIM standard. */
export const CIM_NAMES: Names = {
  command: '/cim',
  readiness: 'CIM readiness',
  commits: 'CIM commits',
  version: 'CIM version',
};
