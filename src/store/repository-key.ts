/** A repository on GitHub. */
export interface RepositoryKey {
  readonly installation: number;
  /** GitHub's ID. */
  readonly repository: number;
}
