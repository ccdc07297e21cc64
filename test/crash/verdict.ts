/** What must hold when everything has come to rest; each line says what does not. */

import { findMarker, deriveMarkerKeys } from '../../src/publish/comment.js';
import { CHECK_RUN_NAMES, COMMITS_RUN, READINESS_RUN, VERSION_RUN } from '../../src/report/check-run/names.js';
import { readMarkedIssue } from '../../src/report/migration/marker.js';
import { SECRET } from './github.js';
import type { Repository } from './repository.js';

const KEYS = deriveMarkerKeys(SECRET);

/** How many heads, issues and commands there are, and how many are as they must be. */
export interface Tally {
  readonly heads: number;
  readonly issues: number;
  readonly commands: number;
  readonly problems: readonly string[];
}

export function tallyOf(repositories: readonly Repository[]): Tally {
  const all = repositories.map(of => {
    const heads = headsOf(of);
    const commands = of.comments.filter(({ user }) => user.type === 'User');
    return {
      heads: heads.length,
      issues: of.issues.length,
      commands: commands.length,
      problems: [
        ...heads.flatMap(head => headProblems(of, head)),
        ...checkRunProblems(of),
        ...issueProblems(of),
        ...commands.flatMap(({ id, body }) => answerProblems(of, id, body)),
      ].map(problem => `${of.name}: ${problem}`),
    };
  });
  const sum = (of: 'heads' | 'issues' | 'commands') => all.reduce((total, each) => total + each[of], 0);
  return {
    heads: sum('heads'),
    issues: sum('issues'),
    commands: sum('commands'),
    problems: all.flatMap(({ problems }) => problems),
  };
}

type Head = readonly [what: string, sha: string, checkRun: string];

function headsOf({ head, pulls, tags }: Repository): Head[] {
  return [
    ['the default branch', head, READINESS_RUN],
    ...pulls.flatMap(({ number, head: sha }): Head[] => [
      [`#${number}`, sha, READINESS_RUN],
      [`#${number}`, sha, COMMITS_RUN],
    ]),
    ...[...tags].map(([name, sha]): Head => [name, sha, VERSION_RUN]),
  ];
}

function headProblems({ checkRuns }: Repository, [what, sha, name]: Head): string[] {
  const runs = checkRuns.filter(run => run.head_sha === sha && run.name === name && run.status === 'completed');
  const short = sha.slice(0, 7);
  return runs.length > 0 ? [] : [`${what} (${short}) has no concluded ${name}`];
}

function checkRunProblems(of: Repository): string[] {
  const { checkRuns } = of;
  const heads = new Set(headsOf(of).map(([, sha]) => sha));
  const problems = checkRuns.flatMap(({ name, head_sha, status }) =>
    status === 'completed' ? [] : [`${name} at ${head_sha.slice(0, 7)} is ${status}`],
  );
  const failed = checkRuns.flatMap(({ name, head_sha, output: { title = '' } = {} }) =>
    heads.has(head_sha) && /could not/i.test(title) ? [`${name} at ${head_sha.slice(0, 7)} says: ${title}`] : [],
  );
  const doubled = new Set(checkRuns.map(({ head_sha }) => head_sha)).values();
  return [
    ...problems,
    ...failed,
    ...[...doubled].flatMap(sha =>
      CHECK_RUN_NAMES.flatMap(name => {
        const runs = checkRuns.filter(run => run.head_sha === sha && run.name === name);
        return runs.length > 1 ? [`${sha.slice(0, 7)} has ${runs.length} check runs ${name}`] : [];
      }),
    ),
  ];
}

function issueProblems({ issues, comments }: Repository): string[] {
  const keys = issues.map(({ body }) => readMarkedIssue(body)?.key ?? 'an issue without a mark');
  const doubled = [...new Set(keys)].filter(key => keys.indexOf(key) !== keys.lastIndexOf(key));
  const isPlanned = comments.some(({ body }) => body === '/cim plan');
  const [tracking] = issues.filter(({ body }) => readMarkedIssue(body)?.key === 'tracking');
  const loose = issues.filter(issue => issue !== tracking && !tracking?.under.includes(issue.id));
  return [
    ...doubled.map(key => `the issue ${key} exists more than once`),
    ...(isPlanned && keys.length < 2 ? ['the migration is planned, and its issues are missing'] : []),
    ...loose.map(({ number }) => `#${number} is not under the tracking issue`),
  ];
}

function answerProblems({ comments }: Repository, id: number, command: string): string[] {
  const answers = comments.filter(each => findMarker(each, KEYS)?.startsWith(`answer ${id} `));
  if (answers.length !== 1) return [`${command} (${id}) has ${answers.length} answers`];
  const refused = answers.filter(each => !findMarker(each, KEYS)?.startsWith(`answer ${id} done`));
  return refused.map(({ body }) => `${command} (${id}) was refused: ${body.slice(0, 200)}`);
}
