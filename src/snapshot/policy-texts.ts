/** The texts of the policy files that are there. */
export interface PolicyTexts {
  readonly own?: string;
  readonly organisation?: string;
}
