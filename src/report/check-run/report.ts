/** The contents of a check run: https://docs.github.com/en/rest/checks/runs */

/** GitHub's limit of annotations for each call. */
export const ANNOTATIONS_A_CALL = 50;
/** GitHub's limit for a title, in characters. */
export const TITLE_LIMIT = 255;

export interface Annotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly annotation_level: 'notice' | 'warning' | 'failure';
  readonly title: string;
  readonly message: string;
}

export interface CheckRunReport {
  readonly conclusion: 'success' | 'neutral' | 'failure';
  readonly title: string;
  /** Markdown. */
  readonly summary: string;
  /** Only for what this change made worse, if it has a line. */
  readonly annotations: readonly Annotation[];
  /** At most three. */
  readonly actions: readonly CheckRunAction[];
  /** Nothing was assessed: this stands only until the work succeeds. */
  readonly isFailed?: true;
}

/** A button. GitHub's limits: 20 characters for the label, 40 for the description, 20 for the identifier. */
export interface CheckRunAction {
  readonly label: string;
  readonly description: string;
  readonly identifier: 'reassess' | 'plan' | 'fix';
}
