/** Plays fixes: a command opens a pull request with files, a merge closes the gaps, and the issues follow. */
import { ORGANIZATION, PEOPLE } from '../emulated-github.js';
import { merge, until } from '../people.js';
import { checkRunText, firstLine, type Story } from './story.js';

const REPO = 'cim-ledger';

export async function fixes(story: Story): Promise<void> {
  story.chapter('A maintainer lets the app write files');
  const tracking = await story.issue(REPO, ({ title }) => title.startsWith('Production migration'));
  if (!tracking) return story.tell(false, 'there is a tracking issue');
  const refused = await story.say(REPO, tracking.number, '/cim fix all', PEOPLE.visitor);
  story.tell(refused?.includes('requires') === true, `${PEOPLE.visitor} cannot: ${firstLine(refused)}`);
  const answer = await story.say(REPO, tracking.number, '/cim fix all', PEOPLE.maintainer);
  const [, number] = /#(\d+) fixes/.exec(answer ?? '') ?? [];
  story.tell(number !== undefined, `${PEOPLE.maintainer} can: ${firstLine(answer)}`, `${REPO}/pull/${number}`);
  if (number === undefined) return;
  story.show(4, `${REPO}/pull/${number}`);
  const path = `/repos/${ORGANIZATION}/${REPO}`;
  const { base, head } = await story.github.request<Record<'base' | 'head', { sha: string }>>(
    'GET',
    `${path}/pulls/${number}`,
  );
  const { files } = await story.github.request<{ files: { filename: string }[] }>(
    'GET',
    `${path}/compare/${base.sha}...${head.sha}`,
  );
  story.tell(files.length > 1, `one commit with ${files.length} files: ${files.map(each => each.filename).join(', ')}`);
  const sha = await merge(story.github, REPO, Number(number), PEOPLE.maintainer);
  const run = await story.concluded(REPO, sha);
  story.tell(/ready \(was /.test(checkRunText(run)), `merged: ${checkRunText(run)}`, `${REPO}/commit/${sha}`);
  const again = await until(async () => {
    const text = await story.say(REPO, tracking.number, '/cim fix release-automation', PEOPLE.maintainer);
    return text?.includes('there is no gap') ? text : undefined;
  });
  story.tell(again !== undefined, 'what is merged is not offered again');
}
