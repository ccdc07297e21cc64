/** The texts of the policy files that exist. */
export interface PolicyTexts {
  readonly own?: string;
  readonly organization?: string;
}
