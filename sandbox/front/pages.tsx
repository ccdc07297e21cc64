/** Pages that show what the app did: the commits and check runs of a repository, and pull requests with their comments. */
import { Hono } from 'hono';
import { html, raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import type { Delivery, FrontState } from './front-state.js';
import { reactions } from './reactions.js';
import { listAnnotations } from './rest.js';
import { listSubIssues } from './sub-issues.js';

interface Repository {
  readonly full_name: string;
  readonly default_branch: string;
}
interface Commit {
  readonly sha: string;
  readonly commit: { readonly message: string; readonly author: { readonly date: string } };
}
interface CheckRun {
  readonly id: number;
  readonly name: string;
  readonly status: string;
  readonly conclusion: string | null;
  readonly output: { readonly title: string | null; readonly summary: string | null; readonly text: string | null };
  readonly actions?: readonly { readonly label: string; readonly description: string }[];
}
interface Issue {
  readonly number: number;
  readonly title: string;
  readonly body: string | null;
  readonly state: string;
  readonly user: { readonly login: string };
  readonly pull_request?: unknown;
}
interface Comment {
  readonly id: number;
  readonly body: string;
  readonly user: { readonly login: string };
}

/** Missing objects are shown as empty, because the story is still running while people look at the pages. */
export function pageRoutes(state: FrontState, deliveries: readonly Delivery[]): Hono {
  const { get } = state;
  const app = new Hono();

  app.get('/', async c => {
    const repositories = (await get<Repository[]>('/orgs/cim/repos?per_page=100')) ?? (await listed(state));
    return c.html(
      <Page title="Sandbox">
        <h1>Emulated GitHub</h1>
        <ul>
          {repositories.map(({ full_name }) => (
            <li>
              <a href={`/${full_name}`}>{full_name}</a>
            </li>
          ))}
        </ul>
        <h2>Webhooks</h2>
        <table>
          {deliveries.map(({ guid, event, action, status }) => (
            <tr>
              <td>
                <code>{guid.slice(0, 8)}</code>
              </td>
              <td>{action ? `${event} ${action}` : event}</td>
              <td>{status ?? 'no answer'}</td>
            </tr>
          ))}
        </table>
      </Page>,
    );
  });

  app.get('/:owner/:repo', async c => {
    const name = `${c.req.param('owner')}/${c.req.param('repo')}`;
    if (!(await get(`/repos/${name}`))) return c.notFound();
    const commits = (await get<Commit[]>(`/repos/${name}/commits?per_page=10`)) ?? [];
    const issues = (await get<Issue[]>(`/repos/${name}/issues?state=all`)) ?? [];
    const pulls = (await get<Issue[]>(`/repos/${name}/pulls?state=all`)) ?? [];
    const numbers = new Set(pulls.map(pull => pull.number));
    const runs = await Promise.all(commits.map(commit => runsOf(state, name, commit.sha)));
    return c.html(
      <Page title={name}>
        <h1>{name}</h1>
        <h2>Commits</h2>
        {commits.map((commit, index) => (
          <div class="row">
            <code>{commit.sha.slice(0, 7)}</code> {commit.commit.message.split('\n')[0]}
            {(runs[index] ?? []).map(run => (
              <a class={`run ${run.conclusion ?? run.status}`} href={`/${name}/commit/${commit.sha}`}>
                {run.name}: {run.output.title ?? run.status}
              </a>
            ))}
          </div>
        ))}
        <IssueList title="Pull requests" name={name} issues={pulls} />
        <IssueList title="Issues" name={name} issues={issues.filter(issue => !numbers.has(issue.number))} />
      </Page>,
    );
  });

  app.get('/:owner/:repo/commit/:sha', async c => {
    const { owner, repo, sha } = c.req.param();
    return c.html(
      <Page title={`${owner}/${repo} ${sha.slice(0, 7)}`}>
        <Crumbs name={`${owner}/${repo}`} />
        <h1>
          Checks of <code>{sha.slice(0, 7)}</code>
        </h1>
        <CheckRuns state={state} name={`${owner}/${repo}`} sha={sha} />
      </Page>,
    );
  });

  for (const kind of ['issues', 'pull'] as const) {
    app.get(`/:owner/:repo/${kind}/:number`, async c => {
      const { owner, repo, number } = c.req.param();
      const name = `${owner}/${repo}`;
      const pull = await get<Issue & { head: { sha: string } }>(`/repos/${name}/pulls/${number}`);
      const issue = pull ?? (await get<Issue>(`/repos/${name}/issues/${number}`));
      if (!issue) return c.notFound();
      const comments = (await get<Comment[]>(`/repos/${name}/issues/${number}/comments`)) ?? [];
      return c.html(
        <Page title={issue.title}>
          <Crumbs name={name} />
          <h1>
            {issue.title} <small>#{issue.number}</small> <span class={`run ${issue.state}`}>{issue.state}</span>
          </h1>
          <CommentBox author={issue.user.login} body={issue.body ?? ''} />
          <SubIssues name={name} issues={await listSubIssues(state, name, number)} />
          {comments.map(comment => (
            <CommentBox
              author={comment.user.login}
              body={comment.body}
              reactions={reactions.get(`/repos/${name}/issues/comments/${comment.id}`) ?? []}
            />
          ))}
          {pull ? <CheckRuns state={state} name={name} sha={pull.head.sha} /> : null}
        </Page>,
      );
    });
  }
  return app;
}

/** Every repository of the organization, found by search if the list by organization is not available. */
async function listed({ get }: FrontState): Promise<Repository[]> {
  const found = await get<{ items: Repository[] }>('/search/repositories?q=org:cim&per_page=100');
  return found?.items ?? [];
}

async function runsOf({ get }: FrontState, name: string, sha: string): Promise<readonly CheckRun[]> {
  return (await get<{ check_runs: CheckRun[] }>(`/repos/${name}/commits/${sha}/check-runs`))?.check_runs ?? [];
}

async function CheckRuns({ state, name, sha }: { state: FrontState; name: string; sha: string }) {
  const runs = await runsOf(state, name, sha);
  const annotations = await Promise.all(runs.map(run => listAnnotations(state, name, run.id)));
  return (
    <>
      {runs.map((run, index) => (
        <section class="check">
          <h2>
            <span class={`run ${run.conclusion ?? run.status}`}>{run.conclusion ?? run.status}</span> {run.name}
          </h2>
          <h3>{run.output.title}</h3>
          {(run.actions ?? []).map(action => (
            <button type="button" title={action.description}>
              {action.label}
            </button>
          ))}
          {(annotations[index] ?? []).map(annotation => (
            <div class={`annotation ${annotation.annotation_level}`}>
              <code>
                {annotation.path}:{annotation.start_line}
              </code>
              <pre>{annotation.message}</pre>
            </div>
          ))}
          <Markdown text={run.output.summary ?? ''} />
          <Markdown text={run.output.text ?? ''} />
        </section>
      ))}
    </>
  );
}

function IssueList({ title, name, issues }: { title: string; name: string; issues: readonly Issue[] }) {
  return issues.length === 0 ? null : (
    <>
      <h2>{title}</h2>
      {issues.map(issue => (
        <div class="row">
          <a href={`/${name}/${title === 'Issues' ? 'issues' : 'pull'}/${issue.number}`}>
            #{issue.number} {issue.title}
          </a>{' '}
          <span class={`run ${issue.state}`}>{issue.state}</span>
        </div>
      ))}
    </>
  );
}

function SubIssues({ name, issues }: { name: string; issues: readonly Pick<Issue, 'number' | 'title' | 'state'>[] }) {
  return issues.length === 0 ? null : (
    <section class="comment">
      <header>
        Sub-issues: {issues.filter(({ state }) => state === 'closed').length} of {issues.length} closed
      </header>
      {issues.map(issue => (
        <div class="row">
          <a href={`/${name}/issues/${issue.number}`}>
            #{issue.number} {issue.title}
          </a>{' '}
          <span class={`run ${issue.state}`}>{issue.state}</span>
        </div>
      ))}
    </section>
  );
}

const EMOJI: Readonly<Record<string, string>> = { eyes: '👀', rocket: '🚀', '+1': '👍', '-1': '👎', confused: '😕' };

function CommentBox(props: { author: string; body: string; reactions?: readonly string[] }) {
  return (
    <section class="comment">
      <header>{props.author}</header>
      <Markdown text={props.body} />
      {(props.reactions ?? []).map(reaction => (
        <span class="reaction">{EMOJI[reaction] ?? reaction}</span>
      ))}
    </section>
  );
}

/** Renders GitHub Flavored Markdown. HTML stays text, except for comments, which are removed. */
function Markdown({ text }: { text: string }) {
  const shown = text.replace(/^<!--[^\n]*-->$/gm, '');
  return <div class="markdown">{raw(micromark(shown, { extensions: [gfm()], htmlExtensions: [gfmHtml()] }))}</div>;
}

function Crumbs({ name }: { name: string }) {
  return (
    <nav>
      <a href="/">sandbox</a> / <a href={`/${name}`}>{name}</a>
    </nav>
  );
}

function Page({ title, children }: { title: string; children: Child }) {
  return html`<!doctype html>
    <html lang="en">
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width" />
      <title>${title}</title>
      <style>${raw(STYLE)}</style>
      <body>${children}</body>
    </html>`;
}

const STYLE = `
  body { font: 15px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; color: #1f2328; }
  a { color: #0969da; text-decoration: none } h1 { font-size: 1.6rem } h2 { font-size: 1.2rem; margin-top: 2rem } small { color: #59636e }
  code, pre { font: 85%/1.45 ui-monospace, monospace; background: #f0f1f3; border-radius: 4px } code { padding: .15em .35em } pre { padding: .6em; white-space: pre-wrap }
  pre code { padding: 0; background: none }
  table { border-collapse: collapse } td, th { border: 1px solid #d1d9e0; padding: .25rem .7rem }
  .row { border-bottom: 1px solid #d1d9e0; padding: .5rem 0 }
  .run { border-radius: 1rem; padding: .1rem .7rem; font-size: 85%; color: #fff; background: #59636e; margin-left: .4rem }
  .success, .open { background: #1a7f37 } .failure, .closed { background: #cf222e } .neutral { background: #59636e } .in_progress, .queued { background: #9a6700 }
  .check, .comment { border: 1px solid #d1d9e0; border-radius: 6px; padding: 0 1rem 1rem; margin-top: 1rem }
  .comment header { margin: 0 -1rem; padding: .5rem 1rem; background: #f6f8fa; border-bottom: 1px solid #d1d9e0; font-weight: 600 }
  .annotation { border-left: 4px solid #9a6700; padding: .4rem .8rem; margin: .8rem 0; background: #fff8c5 } .annotation.failure { border-color: #cf222e; background: #ffebe9 }
  .reaction { border: 1px solid #d1d9e0; border-radius: 1rem; padding: .1rem .5rem; margin-right: .3rem }
  .markdown ul:has(> li > input) { list-style: none; padding-left: 1rem }
  button { font: inherit; border: 1px solid #d1d9e0; border-radius: 6px; background: #f6f8fa; padding: .2rem .8rem; margin-right: .4rem }
`;
