/** What the tests of this section share. */
import type { Finding } from '../../../src/assess/assessment.js';
import { judge, snapshot } from '../../support/snapshots.js';

export const CI = '.github/workflows/ci.yml';
/** What is said of a repository with one workflow and, perhaps, other files. */
export function of(criterion: string, workflow: string, others: Record<string, string> = {}): Finding {
  return judge(criterion, snapshot({ [CI]: workflow, 'src/lib.rs': '', ...others }));
}
/** A workflow on pushes and pull requests with one job on Linux and the given steps. */
export function steps(...lines: readonly string[]): string {
  const text = lines.map(line => `      ${line}\n`).join('');
  return `on: [push, pull_request]\njobs:\n  it:\n    runs-on: ubuntu-latest\n    steps:\n${text}`;
}
export const run = (...commands: readonly string[]) => steps(...commands.map(command => `- run: ${command}`));
