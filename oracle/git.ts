/** Git as the tool of an oracle: without the configuration of this machine, and with a fixed identity and clock. */
import { runTool, type ToolRun } from './tool.js';

export const GIT = { command: 'git', package: 'git' };

const ENVIRONMENT = {
  PATH: process.env['PATH'] ?? '',
  LC_ALL: 'C',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.org',
  GIT_COMMITTER_NAME: 'Ben',
  GIT_COMMITTER_EMAIL: 'ben@example.org',
};

/**
 * Runs Git in a folder and returns what it printed.
 * @throws if Git fails with a code that is not `accepted`
 */
export async function git(
  cwd: string,
  args: readonly string[],
  { input = '', accepted = [0] }: Pick<ToolRun, 'input'> & { readonly accepted?: readonly number[] } = {},
): Promise<string> {
  const { code, stdout, stderr } = await runTool('git', args, { cwd, input, env: ENVIRONMENT });
  if (code === null || !accepted.includes(code)) throw new Error(`git ${args[0]} failed (${code}): ${stderr}`);
  return stdout.toString('utf8');
}

/** A new, empty repository in a folder. */
export async function initialize(folder: string, ...options: readonly string[]): Promise<void> {
  await git(folder, ['init', '--quiet', '--initial-branch=main', '--template=', ...options]);
}
