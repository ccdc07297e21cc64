/** Pages that show what the app did: the commits and check runs of a repository, and issues and pull requests with their comments. */
import { Hono } from 'hono';
import type { Delivery, FrontState } from './front-state.js';
import {
  type ChangedFile,
  ChangedFiles,
  CheckRuns,
  CommentBox,
  Crumbs,
  type Issue,
  IssueList,
  Page,
  runsOf,
  State,
  stateOf,
  SubIssues,
} from './parts.js';
import { reactions } from './reactions.js';
import { listSubIssues } from './sub-issues.js';
import type { Tour } from './tour.js';
import { FrontPage, StoryPage } from './tour-pages.js';

interface Repository {
  readonly full_name: string;
  readonly default_branch: string;
}
interface Commit {
  readonly sha: string;
  readonly commit: { readonly message: string; readonly author: { readonly date: string } };
  readonly files?: readonly ChangedFile[];
}
interface Comment {
  readonly id: number;
  readonly body: string;
  readonly user: { readonly login: string };
}

/** Missing objects are shown as empty, because the story is still running while people look at the pages. */
export function pageRoutes(state: FrontState, deliveries: readonly Delivery[], tour: Tour): Hono {
  const { get } = state;
  const app = new Hono();

  app.get('/', async c => {
    const repositories = (await get<Repository[]>('/orgs/cim/repos?per_page=100')) ?? (await listed(state));
    const names = repositories.map(each => each.full_name).sort();
    return c.html(<FrontPage tour={tour} repositories={names} />);
  });
  app.get('/story', c => c.html(<StoryPage tour={tour} />));
  app.get('/webhooks', c =>
    c.html(
      <Page title="Webhooks">
        <nav>
          <a href="/">sandbox</a>
        </nav>
        <h1>{deliveries.length} webhooks</h1>
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
    ),
  );

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
        <nav>
          <a href="/">sandbox</a>
        </nav>
        <h1>{name}</h1>
        <h2>Commits</h2>
        {commits.map((commit, index) => (
          <div class="row">
            <a href={`/${name}/commit/${commit.sha}`}>
              <code>{commit.sha.slice(0, 7)}</code> {commit.commit.message.split('\n')[0]}
            </a>
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
    const name = `${owner}/${repo}`;
    const commit = await get<Commit>(`/repos/${name}/commits/${sha}`);
    return c.html(
      <Page title={`${name} ${sha.slice(0, 7)}`}>
        <Crumbs name={name} />
        <h1>
          {commit?.commit.message.split('\n')[0] ?? 'Commit'} <code>{sha.slice(0, 7)}</code>
        </h1>
        <CheckRuns state={state} name={name} sha={sha} />
        <ChangedFiles name={name} sha={sha} files={commit?.files ?? []} />
      </Page>,
    );
  });

  app.get('/:owner/:repo/blob/:ref/:path{.+}', async c => {
    const { owner, repo, ref, path } = c.req.param();
    const name = `${owner}/${repo}`;
    const file = await get<{ content?: string }>(`/repos/${name}/contents/${path}?ref=${ref}`);
    if (file?.content === undefined) return c.notFound();
    const lines = Buffer.from(file.content, 'base64').toString().replace(/\n$/, '').split('\n');
    return c.html(
      <Page title={path}>
        <Crumbs name={name} />
        <h1>
          {path} <code>{ref.slice(0, 7)}</code>
        </h1>
        <pre class="lines">
          {lines.map((line, at) => (
            <span id={`L${at + 1}`}>
              <a href={`#L${at + 1}`}>{at + 1}</a>
              {`${line}\n`}
            </span>
          ))}
        </pre>
      </Page>,
    );
  });

  for (const kind of ['issues', 'pull'] as const) {
    app.get(`/:owner/:repo/${kind}/:number`, async c => {
      const { owner, repo, number } = c.req.param();
      const name = `${owner}/${repo}`;
      const pull = await get<Issue & { head: { sha: string }; base: { sha: string } }>(
        `/repos/${name}/pulls/${number}`,
      );
      const issue = pull ?? (await get<Issue>(`/repos/${name}/issues/${number}`));
      if (!issue) return c.notFound();
      const shown = stateOf(`/repos/${name}/pulls/${number}`, issue);
      const compared = pull && `/repos/${name}/compare/${pull.base.sha}...${pull.head.sha}`;
      const files = compared ? ((await get<{ files?: ChangedFile[] }>(compared))?.files ?? []) : [];
      const comments = (await get<Comment[]>(`/repos/${name}/issues/${number}/comments`)) ?? [];
      return c.html(
        <Page title={issue.title}>
          <Crumbs name={name} />
          <h1>
            {issue.title} <small>#{issue.number}</small> <State of={shown} />
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
          <form class="comment-form" id="new" method="post" action={`/${name}/${kind}/${number}/comment`}>
            <textarea name="body" rows={3} aria-label="Comment" placeholder="/cim help" />
            <button type="submit">Comment as maya</button>
          </form>
          {pull && shown === 'open' ? (
            <form method="post" action={`/${name}/pull/${number}/merge`}>
              <button type="submit">Squash and merge</button>
            </form>
          ) : null}
          {pull ? <CheckRuns state={state} name={name} sha={pull.head.sha} /> : null}
          {pull ? <ChangedFiles name={name} sha={pull.head.sha} files={files} /> : null}
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
