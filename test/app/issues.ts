/** Issues, labels and sub-issues of the one repository. */

export interface FakeIssue {
  readonly number: number;
  readonly id: number;
  title: string;
  body: string;
  state: 'open' | 'closed';
  state_reason: string | null;
  readonly labels: readonly string[];
  readonly user: { readonly login: string; readonly type: 'Bot' | 'User' };
  readonly under: number[];
}

export interface FakeIssues {
  readonly all: FakeIssue[];
  readonly labels: string[];
  /** The answer to a request; undefined for one that is about something else. */
  answer(method: string, path: string, body: Readonly<Record<string, unknown>>): [number, unknown] | undefined;
}

const BOT = { login: 'cim-readiness[bot]', type: 'Bot' } as const;
/** The pull request of the examples has number 7: issues come after it. */
const FIRST = 11;

export function fakeIssues(): FakeIssues {
  const all: FakeIssue[] = [];
  const labels: string[] = [];
  return {
    all,
    labels,
    answer(method, path, body) {
      const [, label] = /^labels\/([^?]+)$/.exec(path) ?? [];
      if (label) return labels.includes(label) ? [200, { name: label }] : [404, { message: 'Not Found' }];
      if (method === 'POST' && path === 'labels') {
        labels.push(String(body['name']));
        return [201, { name: body['name'] }];
      }
      if (method === 'GET' && path.startsWith('issues?')) return [200, all];
      if (method === 'POST' && path === 'issues') {
        const number = FIRST + all.length;
        const made: FakeIssue = {
          number,
          id: number * 1000,
          title: String(body['title']),
          body: String(body['body']),
          state: 'open',
          state_reason: null,
          labels: body['labels'] as string[],
          user: BOT,
          under: [],
        };
        all.push(made);
        return [201, made];
      }
      const [, number, rest = ''] = /^issues\/(\d+)(\/sub_issues)?(?:\?.*)?$/.exec(path) ?? [];
      const issue = all.find(each => String(each.number) === number);
      if (!issue) return undefined;
      if (rest && method === 'GET') return [200, all.filter(({ id }) => issue.under.includes(id))];
      if (rest) {
        issue.under.push(Number(body['sub_issue_id']));
        return [201, issue];
      }
      if (method === 'PATCH') Object.assign(issue, body);
      return [200, issue];
    },
  };
}
