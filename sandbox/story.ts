/** One round: a push, a pull request that makes one thing worse, a command; and whether what should appear appeared. */
import { APP, type EmulatedGitHub, ORGANISATION, PEOPLE } from './emulated-github.js';
import { reactions } from './front/reactions.js';
import { annotationsOf } from './front/rest.js';
import { push, until } from './hands.js';
import { REPOSITORIES } from './modules.js';

interface CheckRun {
  readonly id: number;
  readonly name: string;
  readonly status: string;
  readonly conclusion: string | null;
  readonly output: { readonly title: string | null };
}
interface Comment {
  readonly id: number;
  readonly body: string;
  readonly user: { readonly login: string };
}

/** Plays the round and prints it as a tale; gives how many things did not appear. */
export async function playRound(github: EmulatedGitHub): Promise<number> {
  let missing = 0;
  const tell = (happened: boolean, words: string, link?: string) => {
    if (!happened) missing += 1;
    console.log(`${happened ? ' ✓' : ' ✗'} ${words}${link ? `\n     ${link}` : ''}`);
  };

  for (const repo of ['cim-parcel', 'cim-ledger', 'cim-seed']) {
    // The ready module's default branch is protected: its owner alone may push to it.
    const person = repo === 'cim-parcel' ? PEOPLE.owner : PEOPLE.maintainer;
    const sha = await push(
      github,
      repo,
      'main',
      { 'docs/news.md': '# News\n\nNothing yet.\n' },
      'docs: begin the news',
      person,
    );
    const run = await concluded(github, repo, sha);
    tell(
      run !== undefined,
      `${repo}, pushed by ${person}: ${said(run)}`,
      `${github.url}/${ORGANISATION}/${repo}/commit/${sha}`,
    );
  }

  const manifest = REPOSITORIES['cim-parcel']?.['Cargo.toml'] ?? '';
  const worse = manifest.replace('[dependencies]\n', '[dependencies]\nitoa = "*"\n');
  const line = worse.split('\n').indexOf('itoa = "*"') + 1;
  const head = await push(
    github,
    'cim-parcel',
    'faster',
    { 'Cargo.toml': worse },
    'perf: print numbers faster',
    PEOPLE.maintainer,
  );
  const repository = `/repos/${ORGANISATION}/cim-parcel`;
  const pull = await github.request<{ number: number }>(
    'POST',
    `${repository}/pulls`,
    { title: 'perf: print numbers faster', head: 'faster', base: 'main', body: 'Numbers are printed twice as fast.' },
    PEOPLE.maintainer,
  );
  const page = `${github.url}/${ORGANISATION}/cim-parcel/pull/${pull.number}`;
  const run = await concluded(github, 'cim-parcel', head);
  tell(run?.conclusion === 'failure', `a pull request that takes any version of a dependency: ${said(run)}`, page);
  const annotations =
    (run && (await annotationsOf({ get: path => github.request('GET', path) }, 'cim/cim-parcel', run.id))) ?? [];
  const [annotation] = annotations;
  tell(
    annotations.length === 1 && annotation?.path === 'Cargo.toml' && annotation.start_line === line,
    `annotated: ${annotations.map(each => `${each.path}:${each.start_line} ${each.message}`).join('; ') || 'nothing'}`,
  );

  const comment = await github.request<Comment>(
    'POST',
    `${repository}/issues/${pull.number}/comments`,
    { body: 'Is it really worse?\n\n/cim reassess' },
    PEOPLE.maintainer,
  );
  const answer = await until(async () => {
    const comments = await github.request<Comment[]>('GET', `${repository}/issues/${pull.number}/comments`);
    return comments.find(each => each.id !== comment.id);
  });
  tell(answer !== undefined, `/cim reassess: ${answer ? firstLine(answer.body) : 'no answer'}`, page);
  const seen = await until(async () => {
    const given = reactions.get(`${repository}/issues/comments/${comment.id}`) ?? [];
    return given.includes('eyes') && given.includes('rocket') ? given : undefined;
  }, 10);
  tell(seen !== undefined, 'with 👀 at once and 🚀 when done');
  const refused = github.deliveries.filter(delivery => delivery.status !== 202);
  tell(refused.length === 0, `${github.deliveries.length} webhooks, each accepted`);
  return missing;
}

/** The app's check-run on a commit, once it is concluded. */
async function concluded(github: EmulatedGitHub, repo: string, sha: string): Promise<CheckRun | undefined> {
  return until(async () => {
    const path = `/repos/${ORGANISATION}/${repo}/commits/${sha}/check-runs`;
    const { check_runs: runs } = await github.request<{ check_runs: CheckRun[] }>('GET', path);
    return runs.find(run => run.name === APP.name && run.status === 'completed');
  });
}

function said(run: CheckRun | undefined): string {
  return run ? `${run.conclusion}, "${run.output.title}"` : 'no check-run';
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}
