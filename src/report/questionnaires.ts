/**
 * Questions of others that findings answer: the passing level of the OpenSSF Best Practices badge
 * (https://github.com/coreinfrastructure/best-practices-badge, criteria/criteria.yml) and the OSPS Baseline
 * (https://github.com/ossf/security-baseline, baseline/). A question that is not here is not measured.
 */

/** A question, and the criteria that answer it together. */
export interface Question {
  /** As its questionnaire names it. */
  readonly id: string;
  readonly asks: string;
  /** All of them must be met. */
  readonly criteria: readonly string[];
  /** What they do not show, for a person to confirm; absent if they show everything. */
  readonly confirm?: string;
}

export const BADGE_QUESTIONS: readonly Question[] = [
  {
    id: 'contribution',
    asks: 'The information on how to contribute explains the contribution process.',
    criteria: ['contributing'],
    confirm: 'that it explains the process, such as pull requests',
  },
  { id: 'floss_license', asks: 'The software is released as FLOSS.', criteria: ['license'] },
  { id: 'floss_license_osi', asks: 'The license is approved by the OSI.', criteria: ['license'] },
  { id: 'license_location', asks: 'The license is in a standard location.', criteria: ['license'] },
  {
    id: 'documentation_basics',
    asks: 'There is basic documentation.',
    criteria: ['readme'],
    confirm: 'that the README tells how to use the software securely, if that needs saying',
  },
  {
    id: 'documentation_interface',
    asks: 'Reference documentation describes the external interface.',
    criteria: ['public-api-docs'],
    confirm: 'that the documentation describes the input and output of each public item',
  },
  { id: 'version_semver', asks: 'Versions follow SemVer.', criteria: ['semver'] },
  { id: 'version_unique', asks: 'Each release has a unique version.', criteria: ['semver', 'release-tags'] },
  { id: 'version_tags', asks: 'Each release is identified in version control.', criteria: ['release-tags'] },
  {
    id: 'release_notes',
    asks: 'Each release has notes that people can read.',
    criteria: ['changelog'],
    confirm: 'that the notes are not the raw output of a version control log',
  },
  {
    id: 'vulnerability_report_process',
    asks: 'The process for reporting vulnerabilities is published.',
    criteria: ['security-policy'],
  },
  {
    id: 'vulnerability_report_private',
    asks: 'The documentation tells how to report a vulnerability in private.',
    criteria: ['security-policy'],
  },
  { id: 'test', asks: 'There is an automated test suite.', criteria: ['ci-build-and-test'] },
  {
    id: 'test_continuous_integration',
    asks: 'New code is integrated and tested continuously.',
    criteria: ['ci-build-and-test'],
  },
  { id: 'warnings', asks: 'A linter looks for mistakes.', criteria: ['ci-clippy'] },
  {
    id: 'static_analysis',
    asks: 'A static analysis tool is applied before each major release.',
    criteria: ['sast'],
    confirm: 'that the analysis runs before each major release',
  },
  {
    id: 'no_leaked_credentials',
    asks: 'The repositories do not leak a valid credential.',
    criteria: ['no-secrets'],
    confirm: 'that no credential is in the history or in another repository of the project',
  },
];

export const BASELINE_QUESTIONS: readonly Question[] = [
  { id: 'OSPS-AC-03.01', asks: 'Direct commits to the primary branch are prevented.', criteria: ['protected-main'] },
  { id: 'OSPS-AC-03.02', asks: 'The primary branch is protected from deletion.', criteria: ['protected-main'] },
  {
    id: 'OSPS-BR-02.01',
    asks: 'Each release has a unique version identifier.',
    criteria: ['semver', 'release-tags'],
  },
  {
    id: 'OSPS-BR-04.01',
    asks: 'Each release has a log of functional and security changes.',
    criteria: ['changelog'],
    confirm: 'that the log names security changes',
  },
  {
    id: 'OSPS-BR-07.01',
    asks: 'Credentials are kept out of version control.',
    criteria: ['no-secrets'],
    confirm: 'that something prevents a commit with a credential, such as push protection',
  },
  {
    id: 'OSPS-DO-01.01',
    asks: 'User guides describe all basic functionality.',
    criteria: ['readme', 'examples'],
    confirm: 'that the guides describe all basic functionality',
  },
  {
    id: 'OSPS-GV-03.01',
    asks: 'The contribution process is explained.',
    criteria: ['contributing'],
    confirm: 'that the guide explains the process',
  },
  {
    id: 'OSPS-GV-03.02',
    asks: 'The requirements for contributions are documented.',
    criteria: ['contributing'],
    confirm: 'that the guide names the requirements for acceptable contributions',
  },
  { id: 'OSPS-LE-02.01', asks: 'The license of the source code is open source.', criteria: ['license'] },
  { id: 'OSPS-LE-03.01', asks: 'The license is in a license file of the repository.', criteria: ['license'] },
  {
    id: 'OSPS-QA-02.01',
    asks: 'The repository lists the direct dependencies.',
    criteria: ['dependency-versions'],
  },
  {
    id: 'OSPS-QA-03.01',
    asks: 'Status checks pass before a commit reaches the primary branch.',
    criteria: ['protected-main'],
  },
  { id: 'OSPS-QA-06.01', asks: 'CI runs a test suite before a commit is accepted.', criteria: ['ci-build-and-test'] },
  {
    id: 'OSPS-QA-07.01',
    asks: 'A person who is not the author approves each change.',
    criteria: ['protected-main'],
  },
  { id: 'OSPS-VM-02.01', asks: 'The documentation contains security contacts.', criteria: ['security-policy'] },
  {
    id: 'OSPS-VM-03.01',
    asks: 'Vulnerabilities can be reported in private.',
    criteria: ['security-policy'],
  },
];
