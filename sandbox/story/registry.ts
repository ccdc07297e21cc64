/** Plays the registry: its documents are checked, and one pull request writes what was measured into it. */
import { ORGANIZATION, PEOPLE } from '../emulated-github.js';
import { listAnnotations } from '../front/rest.js';
import { merge, push, until } from '../people.js';
import { checkRunText, firstLine, type Story } from './story.js';

const REPO = 'cim';
const BRANCH = 'cim-readiness/registry';

interface Pull {
  readonly number: number;
  readonly title: string;
  readonly body: string | null;
  readonly state: string;
  readonly head: { readonly ref: string };
}

export async function registry(story: Story): Promise<void> {
  story.chapter('A maintainer pushes to the registry');
  const note = { 'NOTES.md': '# Notes\n\nWe are close.\n' };
  const sha = await push(story.github, REPO, 'main', note, 'docs: note how close we are', PEOPLE.maintainer);
  const run = await story.concluded(REPO, sha, 'CIM documents');
  const get = <T>(path: string) => story.github.request<T>('GET', path);
  const annotations = (run && (await listAnnotations({ get }, `${ORGANIZATION}/${REPO}`, run.id))) ?? [];
  story.tell(run !== undefined, `its documents: ${checkRunText(run)}`, `${REPO}/commit/${sha}`);
  for (const { path, start_line: line, message } of annotations.filter(each => each.path === 'STATUS.md'))
    story.tell(true, `${path}:${line} ${message}`);

  story.chapter('The app proposes what it measured to the registry');
  const pull = await rolling(story, 'open');
  story.tell(
    pull !== undefined,
    `#${pull?.number} ${pull?.title}: ${firstLine(pull?.body ?? '')}`,
    `${REPO}/pull/${pull?.number}`,
  );
  if (!pull) return;
  story.show(5, `${REPO}/pull/${pull.number}`);
  const modules = await textOf(story, 'registry/modules.yaml', BRANCH);
  story.tell(
    /cim-scale:\n(?: {4}.*\n)*? {4}version: 0\.8\.0\n/.test(modules) &&
      modules.startsWith('# The modules of the post office\n'),
    'modules.yaml has the versions of the manifests, and every comment',
  );
  const vault = modules.slice(modules.indexOf('  cim-vault:'));
  story.tell(!vault.includes('last_commit'), 'nothing of the private module reaches the public registry');
  const tracker = await textOf(story, 'registry/production-migration.md', BRANCH);
  const current = tracker.split('\n').find(line => line.startsWith('**In migration:**'));
  story.tell(current !== undefined, `the tracker: ${current?.replaceAll('**', '') ?? 'no module in migration'}`);
  story.tell(
    tracker.includes('`cim-route` → `cim-depot`') || tracker.includes('`cim-depot` → `cim-route`'),
    'the tracker names the circle of dependencies',
  );

  story.chapter('The owner merges it');
  await merge(story.github, REPO, pull.number, PEOPLE.owner);
  await story.github.request('DELETE', `/repos/${ORGANIZATION}/${REPO}/git/refs/heads/${BRANCH}`);
  const status = await textOf(story, 'registry/status.json', 'main');
  story.tell(isJson(status), 'status.json is valid again, and its totals are true');
}

function rolling({ github }: Story, state: string): Promise<Pull | undefined> {
  return until(async () => {
    const pulls = await github.request<Pull[]>('GET', `/repos/${ORGANIZATION}/${REPO}/pulls?state=all&per_page=100`);
    return pulls.find(each => each.head.ref === BRANCH && each.state === state);
  });
}

async function textOf({ github }: Story, path: string, ref: string): Promise<string> {
  const at = `/repos/${ORGANIZATION}/${REPO}/contents/${path}?ref=${ref}`;
  const { content } = await github.request<{ content: string }>('GET', at);
  return Buffer.from(content, 'base64').toString();
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
