/** Counts the requests to an emulated GitHub for one push and one pull request. */

import { ORGANIZATION, PEOPLE, startEmulatedGitHub } from '../sandbox/emulated-github.js';
import { begin, push, until } from '../sandbox/people.js';
import { startServer } from '../sandbox/server.js';
import { READY_TEXTS } from '../test/support/snapshots.js';
import { print } from './print.js';

export async function measureRequests(): Promise<void> {
  console.log('\nRequests to GitHub');
  const repo = 'cim-parcel';
  const github = await startEmulatedGitHub([repo]);
  await begin(github, repo, READY_TEXTS, 'feat: begin', PEOPLE.maintainer);
  const server = await startServer(github);
  github.sendWebhooksTo(`${server.url}/api/github/webhooks`);
  try {
    const concluded = (sha: string) =>
      until(async () => {
        const path = `/repos/${ORGANIZATION}/${repo}/commits/${sha}/check-runs`;
        const { check_runs: runs } = await github.request<{ check_runs: { status: string }[] }>('GET', path);
        return runs.length > 0 && runs.every(run => run.status === 'completed') ? true : undefined;
      });
    for (const name of ['a first push (with its token)', 'a warm push']) {
      const before = github.requests.length;
      await concluded(
        await push(github, repo, 'main', { 'docs/news.md': `# ${name}\n` }, 'docs: tell the news', PEOPLE.maintainer),
      );
      print(
        name,
        String(github.requests.length - before),
        github.requests.slice(before).join(', '),
        '(goal: 3 if warm)',
      );
    }
    const before = github.requests.length;
    const head = await push(
      github,
      repo,
      'change',
      { 'docs/news.md': '# Other news\n' },
      'docs: tell other news',
      PEOPLE.maintainer,
    );
    const pull = { title: 'docs: tell other news', head: 'change', base: 'main' };
    await github.request('POST', `/repos/${ORGANIZATION}/${repo}/pulls`, pull, PEOPLE.maintainer);
    await concluded(head);
    const sent = github.requests.slice(before);
    print('a warm pull request', String(sent.length), sent.join(', '), '(goal: 4)');
  } finally {
    await server.stop();
    await github.close();
  }
}
