/** What people see of a repository in the end, without what differs between repositories: its name, its numbers, its hashes. */
import { BOT, type Repository } from './repository.js';

export function pictureOf(of: Repository): string {
  const { name, commits, checkRuns, comments, issues, labels, branches, proposals } = of;
  const order = [...commits.keys()];
  const lines = [
    ...checkRuns.map(({ name: run, head_sha, status, conclusion, external_id, actions = [], annotations, output }) => [
      'check run',
      run,
      order.indexOf(head_sha),
      [status, conclusion, external_id, output?.title, output?.summary],
      [actions.length, annotations.length],
    ]),
    ...comments.filter(({ user }) => user.login === BOT.login).map(({ body }) => ['comment', body]),
    ...issues.map(({ number, title, body, state, under }) => ['issue', number, title, body, state, under.length]),
    ['labels', labels],
    ...[...branches].map(([branch, files]) => ['branch', branch, [...files]]),
    ...proposals.map(({ number, title, body, head }) => ['proposal', number, title, body, head]),
  ];
  return lines
    .map(line =>
      JSON.stringify(line)
        .replaceAll(name, 'cim-x')
        .replaceAll(/127\.0\.0\.1:\d+/g, 'github')
        .replaceAll(/<!-- cim-readiness:comment [^>]*-->/g, '')
        .replaceAll(/\b\d{4}-\d\d-\d\d\b/g, 'DATE')
        .replaceAll(/\b[0-9a-f]{7,64}\b/g, '#'),
    )
    .sort()
    .join('\n');
}
