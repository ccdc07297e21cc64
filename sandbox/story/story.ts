/** Prints the steps of the story, and counts the expected ones that did not happen. */
import { CRATES, type EmulatedGitHub, ORGANIZATION, fullName } from '../emulated-github.js';
import { until } from '../people.js';

export interface CheckRun {
  readonly id: number;
  readonly name: string;
  readonly status: string;
  readonly conclusion: string | null;
  readonly output: { readonly title: string | null; readonly summary: string | null };
}
export interface Issue {
  readonly number: number;
  readonly title: string;
  readonly body: string | null;
  readonly state: string;
  readonly state_reason?: string | null;
  readonly user: { readonly login: string };
  readonly pull_request?: unknown;
}
interface Comment {
  readonly id: number;
  readonly body: string;
}

/** Queries the emulated GitHub for the chapters of the story, and prints their steps. */
export class Story {
  /** The number of expected steps that did not happen so far. */
  missing = 0;

  constructor(readonly github: EmulatedGitHub) {}

  private title = '';

  chapter(title: string): void {
    this.title = title;
    console.log(`\n${title}`);
  }

  /** Says which page shows a step of the front page. @param step from 1 */
  show(step: number, page: string): void {
    this.github.tour.pages.set(step, pagePath(page));
  }

  tell(happened: boolean, words: string, page?: string): void {
    if (!happened) this.missing += 1;
    const path = page === undefined ? {} : { page: pagePath(page) };
    this.github.tour.played.push({ chapter: this.title, happened, words, ...path });
    console.log(`${happened ? ' ✓' : ' ✗'} ${words}${page === undefined ? '' : `\n     ${this.pageOf(page)}`}`);
  }

  pageOf(path: string): string {
    return `${this.github.url}/${pagePath(path)}`;
  }

  /** Waits for the app's check run on a commit to be completed. */
  concluded(repo: string, sha: string, name = 'CIM readiness'): Promise<CheckRun | undefined> {
    return until(async () => {
      const path = `/repos/${fullName(repo)}/commits/${sha}/check-runs`;
      const { check_runs: runs } = await this.github.request<{ check_runs: CheckRun[] }>('GET', path);
      return runs.find(run => run.name === name && run.status === 'completed');
    });
  }

  /** Waits for an issue that meets the condition. */
  issue(repo: string, isAsked: (issue: Issue) => boolean): Promise<Issue | undefined> {
    return until(async () => (await this.issues(repo)).find(isAsked));
  }

  /** Every issue of a repository, without pull requests. */
  async issues(repo: string): Promise<Issue[]> {
    const path = `/repos/${fullName(repo)}/issues?state=all&per_page=100`;
    return (await this.github.request<Issue[]>('GET', path)).filter(each => !each.pull_request);
  }

  /** Comments on an issue or pull request, and returns the app's answer. */
  async say(repo: string, number: number, body: string, person: string): Promise<string | undefined> {
    const path = `/repos/${fullName(repo)}/issues/${number}/comments`;
    const before = await this.github.request<Comment[]>('GET', path);
    const { id } = await this.github.request<Comment>('POST', path, { body }, person);
    const known = new Set([...before.map(each => each.id), id]);
    return until(async () => {
      const comments = await this.github.request<Comment[]>('GET', path);
      return comments.find(each => !known.has(each.id))?.body;
    });
  }
}

/** The path of a page; without an owner, it is about a repository of the first organization. */
function pagePath(page: string): string {
  return page.startsWith(`${CRATES.login}/`) ? page : `${ORGANIZATION}/${page}`;
}

export function checkRunText(run: CheckRun | undefined): string {
  return run ? `${run.conclusion}, "${run.output.title}"` : 'no check run';
}

export function firstLine(text: string | undefined): string {
  return text?.trim().split('\n')[0] ?? 'no answer';
}
