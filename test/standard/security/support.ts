/** What the tests of this section share. */
import type { Alert, Alerts, CheckResult } from '../../../src/snapshot/github.js';
import { unread } from '../../../src/snapshot/reading.js';
import { judge, snapshot, type Texts } from '../../support/snapshots.js';

export const CARGO = '[package]\nname = "cim-parcel"\nversion = "0.1.0"\nedition = "2021"\n';
export const CI = '.github/workflows/ci.yml';
export const given = (id: string, code: string, rest: Texts = {}) =>
  judge(id, snapshot({ 'Cargo.toml': CARGO, 'src/lib.rs': code, ...rest }));
export const none = unread('the app may not read them');
export const alerts = (of: Partial<Alerts>): Alerts => ({
  dependencies: none,
  secrets: none,
  codeScanning: none,
  ...of,
});
export const alert = (severity: Alert['severity'], rest: Partial<Alert> = {}): Alert => ({
  severity,
  summary: 'a hole',
  ...rest,
});
export const result = (name: string, conclusion: string, rest: Partial<CheckResult> = {}) => ({
  name,
  conclusion,
  ...rest,
});
/** A workflow with one job; what the steps are, each on a line. */
export const job = (id: string, ...steps: readonly string[]) =>
  `on: [push, pull_request]\njobs:\n  ${id}:\n    runs-on: ubuntu-latest\n    steps:\n${steps.map(each => `      - ${each}\n`).join('')}`;
