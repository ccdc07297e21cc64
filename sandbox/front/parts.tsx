/** The parts of the pages: Markdown, check runs, comments, changed files. */
import { html, raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import type { FrontState } from './front-state.js';
import { merged } from './merged.js';
import { listAnnotations } from './rest.js';

interface CheckRun {
  readonly id: number;
  readonly name: string;
  readonly status: string;
  readonly conclusion: string | null;
  readonly output: { readonly title: string | null; readonly summary: string | null; readonly text: string | null };
  readonly actions?: readonly { readonly label: string; readonly description: string; readonly identifier: string }[];
}
export interface Issue {
  readonly number: number;
  readonly title: string;
  readonly body: string | null;
  readonly state: string;
  readonly user: { readonly login: string };
  readonly pull_request?: unknown;
}

export async function runsOf({ get }: FrontState, name: string, sha: string): Promise<readonly CheckRun[]> {
  return (await get<{ check_runs: CheckRun[] }>(`/repos/${name}/commits/${sha}/check-runs`))?.check_runs ?? [];
}

export async function CheckRuns({ state, name, sha }: { state: FrontState; name: string; sha: string }) {
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
            <form method="post" action={`/${name}/runs/${run.id}/${action.identifier}`}>
              <button type="submit" title={action.description}>
                {action.label}
              </button>
            </form>
          ))}
          {(annotations[index] ?? []).map(annotation => (
            <div class={`annotation ${annotation.annotation_level}`}>
              <a href={`/${name}/blob/${sha}/${annotation.path}#L${annotation.start_line}`}>
                <code>
                  {annotation.path}:{annotation.start_line}
                </code>
              </a>
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

export function IssueList({ title, name, issues }: { title: string; name: string; issues: readonly Issue[] }) {
  return issues.length === 0 ? null : (
    <>
      <h2>{title}</h2>
      {issues.map(issue => (
        <div class="row">
          <a href={`/${name}/${title === 'Issues' ? 'issues' : 'pull'}/${issue.number}`}>
            #{issue.number} {issue.title}
          </a>{' '}
          <State of={stateOf(`/repos/${name}/pulls/${issue.number}`, issue)} />
        </div>
      ))}
    </>
  );
}

/** `open`, `closed`, or `merged`. @param path of the pull request in the API */
export function stateOf(path: string, { state }: Pick<Issue, 'state'>): string {
  return merged.has(path) ? 'merged' : state;
}

export function State({ of: state }: { of: string }) {
  return <span class={`run ${state}`}>{state}</span>;
}

export interface ChangedFile {
  readonly filename: string;
  readonly status: string;
  readonly patch?: string;
}

/** The files that a commit or a pull request changes. */
export function ChangedFiles({ name, sha, files }: { name: string; sha: string; files: readonly ChangedFile[] }) {
  return files.length === 0 ? null : (
    <>
      <h2>Files changed</h2>
      {files.map(({ filename, status, patch }) => (
        <details class="file" open={files.length <= 6}>
          <summary>
            {status === 'removed' ? filename : <a href={`/${name}/blob/${sha}/${filename}`}>{filename}</a>}{' '}
            <small>{status}</small>
          </summary>
          <pre>
            {(patch ?? '').split('\n').map(line => (
              <span class={line.startsWith('+') ? 'added' : line.startsWith('-') ? 'removed' : ''}>{`${line}\n`}</span>
            ))}
          </pre>
        </details>
      ))}
    </>
  );
}

export function SubIssues({
  name,
  issues,
}: {
  name: string;
  issues: readonly Pick<Issue, 'number' | 'title' | 'state'>[];
}) {
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
          <State of={issue.state} />
        </div>
      ))}
    </section>
  );
}

const EMOJI: Readonly<Record<string, string>> = { eyes: '👀', rocket: '🚀', '+1': '👍', '-1': '👎', confused: '😕' };

export function CommentBox(props: { author: string; body: string; reactions?: readonly string[] }) {
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

/** The tags that the app writes into Markdown, as micromark escapes them. */
const KNOWN_TAG = /&lt;(\/?(?:details|summary|code|b|a)|a href=&quot;(https?:\/\/[\w./:#?=&;%~+-]*)&quot;)&gt;/g;

/** Renders GitHub Flavored Markdown. HTML stays text, except for the tags that the app writes, and for comments, which are removed. */
export function Markdown({ text }: { text: string }) {
  const shown = text.replace(/^<!--[^\n]*-->$/gm, '');
  const escaped = micromark(shown, { extensions: [gfm()], htmlExtensions: [gfmHtml()] });
  const rendered = escaped.replace(KNOWN_TAG, (_, tag: string, link?: string) =>
    link === undefined ? `<${tag}>` : `<a href="${link}">`,
  );
  return <div class="markdown">{raw(rendered)}</div>;
}

export function Crumbs({ name }: { name: string }) {
  return (
    <nav>
      <a href="/">sandbox</a> / <a href={`/${name}`}>{name}</a>
    </nav>
  );
}

export function Page({ title, children }: { title: string; children: Child }) {
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
  .success, .open { background: #1a7f37 } .failure, .closed { background: #cf222e } .merged { background: #8250df } .neutral { background: #59636e } .in_progress, .queued { background: #9a6700 }
  .check, .comment { border: 1px solid #d1d9e0; border-radius: 6px; padding: 0 1rem 1rem; margin-top: 1rem }
  .comment header { margin: 0 -1rem; padding: .5rem 1rem; background: #f6f8fa; border-bottom: 1px solid #d1d9e0; font-weight: 600 }
  .annotation { border-left: 4px solid #9a6700; padding: .4rem .8rem; margin: .8rem 0; background: #fff8c5 } .annotation.failure { border-color: #cf222e; background: #ffebe9 }
  .reaction { border: 1px solid #d1d9e0; border-radius: 1rem; padding: .1rem .5rem; margin-right: .3rem }
  .markdown ul:has(> li > input) { list-style: none; padding-left: 1rem }
  .added { background: #dafbe1 } .removed { background: #ffebe9 } .file { margin: .5rem 0 } .file summary { cursor: pointer }
  .lines { padding: 0 } .lines a { color: #59636e; display: inline-block; min-width: 3.5em; text-align: right; margin-right: 1em } .lines span:target { background: #fff8c5; display: block }
  .tour li { margin-bottom: 1rem } .tour a { font-weight: 600 } .yours { border: 1px solid #8250df; border-radius: 6px; padding: 0 1rem; background: #fbefff }
  form { display: inline-block; margin: .4rem 0 } form.comment-form { display: block } textarea { font: inherit; width: 100%; box-sizing: border-box }
  button { cursor: pointer; font: inherit; border: 1px solid #d1d9e0; border-radius: 6px; background: #f6f8fa; padding: .2rem .8rem; margin-right: .4rem }
`;
