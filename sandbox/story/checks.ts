/** Plays pushes, a pull request that opens a gap, one that closes a gap, one with a bad commit message, and a command. */
import { ORGANIZATION, PEOPLE } from '../emulated-github.js';
import { reactions } from '../front/reactions.js';
import { listAnnotations } from '../front/rest.js';
import { REPOSITORIES } from '../modules.js';
import { propose, push, until } from '../people.js';
import { checkRunText, firstLine, type Story } from './story.js';

export async function checks(story: Story): Promise<void> {
  story.chapter('The app assesses commits');
  for (const repo of ['cim-parcel', 'cim-ledger', 'cim-seed']) {
    // The default branch of the ready module is protected: only its owner can push to it.
    const person = repo === 'cim-parcel' ? PEOPLE.owner : PEOPLE.maintainer;
    const news = { 'docs/news.md': '# News\n\nNothing yet.\n' };
    const sha = await push(story.github, repo, 'main', news, 'docs: begin the news', person);
    const run = await story.concluded(repo, sha);
    if (repo === 'cim-ledger') story.show(1, `${repo}/commit/${sha}`);
    story.tell(run !== undefined, `${repo}, pushed by ${person}: ${checkRunText(run)}`, `${repo}/commit/${sha}`);
  }
  await worse(story);
  await better(story);
}

async function worse(story: Story): Promise<void> {
  const { github } = story;
  const manifest = REPOSITORIES['cim-parcel']?.['Cargo.toml'] ?? '';
  const text = manifest.replace('[dependencies]\n', '[dependencies]\nitoa = "*"\n');
  const line = text.split('\n').indexOf('itoa = "*"') + 1;
  const title = 'perf: print numbers faster';
  const change = { branch: 'faster', files: { 'Cargo.toml': text }, title };
  const { number, head } = await propose(github, 'cim-parcel', change, PEOPLE.maintainer);
  const page = `cim-parcel/pull/${number}`;
  story.show(2, page);
  const run = await story.concluded('cim-parcel', head);
  story.tell(
    run?.conclusion === 'failure',
    `a pull request that accepts any version of a dependency: ${checkRunText(run)}`,
    page,
  );
  const get = <T>(path: string) => github.request<T>('GET', path);
  const annotations = (run && (await listAnnotations({ get }, `${ORGANIZATION}/cim-parcel`, run.id))) ?? [];
  const [annotation] = annotations;
  story.tell(
    annotations.length === 1 && annotation?.path === 'Cargo.toml' && annotation.start_line === line,
    `its annotations: ${annotations.map(each => `${each.path}:${each.start_line} ${each.message}`).join('; ') || 'none'}`,
  );
  const commits = await story.concluded('cim-parcel', head, 'CIM commits');
  story.tell(commits?.conclusion === 'success', `its commits: ${checkRunText(commits)}`);

  const answer = await story.say('cim-parcel', number, 'Is it really worse?\n\n/cim reassess', PEOPLE.maintainer);
  story.tell(answer !== undefined, `/cim reassess: ${firstLine(answer)}`, page);
  const seen = await until(async () => {
    const given = [...reactions].filter(([path]) => path.includes('cim-parcel')).flatMap(([, all]) => all);
    return given.includes('eyes') && given.includes('rocket') ? given : undefined;
  }, 10);
  story.tell(seen !== undefined, 'the app reacts with 👀 at once and with 🚀 when it is done');
}

async function better(story: Story): Promise<void> {
  const { github } = story;
  const pinned = REPOSITORIES['cim-parcel']?.['rust-toolchain.toml'] ?? '';
  const change = { branch: 'pin', files: { 'rust-toolchain.toml': pinned }, title: 'build: pin the compiler' };
  const { number, head } = await propose(github, 'cim-ledger', change, PEOPLE.maintainer);
  const run = await story.concluded('cim-ledger', head);
  story.tell(
    run?.conclusion === 'neutral' && run.output.title?.includes('improved') === true,
    `a pull request that closes a gap: ${checkRunText(run)}`,
    `cim-ledger/pull/${number}`,
  );
  const title = 'Added some docs';
  const sloppy = await propose(
    github,
    'cim-ledger',
    { branch: 'docs', files: { 'docs/more.md': '# More\n' }, title },
    PEOPLE.maintainer,
  );
  const commits = await story.concluded('cim-ledger', sloppy.head, 'CIM commits');
  const [, corrected] = /`(docs: [^`]+)`/.exec(commits?.output.summary ?? '') ?? [];
  story.tell(
    commits?.conclusion === 'failure' && corrected !== undefined,
    `a commit "${title}": ${checkRunText(commits)}; the suggestion is "${corrected}"`,
    `cim-ledger/pull/${sloppy.number}`,
  );
}
