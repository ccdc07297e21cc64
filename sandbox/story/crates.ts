/** Another organization on the same server: its crates are held to another standard, with a criterion and names of its own. */
import { PEOPLE } from '../emulated-github.js';
import { push } from '../people.js';
import { checkRunText, firstLine, type Story } from './story.js';

const REPO = 'mill/weight';

export async function crates(story: Story): Promise<void> {
  story.chapter('Another organization assesses its crates');
  const { maintainer } = PEOPLE;
  const note = { 'docs/scales.md': '# Scales\n\nAny scale will do.\n' };
  const sha = await push(story.github, REPO, 'main', note, 'docs: name the scales', maintainer);
  const run = await story.concluded(REPO, sha, 'Mill readiness');
  const isOwn = run?.output.summary?.includes('The README names the millers') === true;
  story.tell(isOwn, `${REPO}, by its own standard: ${checkRunText(run)}`, `${REPO}/commit/${sha}`);

  const path = `/repos/${REPO}/issues`;
  const question = { title: 'What is missing?', body: 'I would like to help.' };
  const { number } = await story.github.request<{ number: number }>('POST', path, question, maintainer);
  const answer = await story.say(REPO, number, '/mill explain mill-contact', maintainer);
  const isExplained = answer?.includes('The README names the millers') === true;
  story.tell(isExplained, `/mill explain mill-contact: ${firstLine(answer)}`, `${REPO}/issues/${number}`);
}
