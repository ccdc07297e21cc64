/** Plays pushes, a pull request that opens a gap, one that closes a gap, one with a bad commit message, and a command. */
import { ORGANIZATION, PEOPLE } from '../emulated-github.js';
import { reactions } from '../front/reactions.js';
import { annotationsOf } from '../front/rest.js';
import { propose, push, until } from '../hands.js';
import { REPOSITORIES } from '../modules.js';
import { firstLine, said, type Tale } from './tale.js';

export async function checks(tale: Tale): Promise<void> {
  tale.chapter('The app assesses commits');
  for (const repo of ['cim-parcel', 'cim-ledger', 'cim-seed']) {
    // The default branch of the ready module is protected: only its owner can push to it.
    const person = repo === 'cim-parcel' ? PEOPLE.owner : PEOPLE.maintainer;
    const news = { 'docs/news.md': '# News\n\nNothing yet.\n' };
    const sha = await push(tale.github, repo, 'main', news, 'docs: begin the news', person);
    const run = await tale.concluded(repo, sha);
    tale.tell(run !== undefined, `${repo}, pushed by ${person}: ${said(run)}`, `${repo}/commit/${sha}`);
  }
  await worse(tale);
  await better(tale);
}

async function worse(tale: Tale): Promise<void> {
  const { github } = tale;
  const manifest = REPOSITORIES['cim-parcel']?.['Cargo.toml'] ?? '';
  const text = manifest.replace('[dependencies]\n', '[dependencies]\nitoa = "*"\n');
  const line = text.split('\n').indexOf('itoa = "*"') + 1;
  const title = 'perf: print numbers faster';
  const change = { branch: 'faster', files: { 'Cargo.toml': text }, title };
  const { number, head } = await propose(github, 'cim-parcel', change, PEOPLE.maintainer);
  const page = `cim-parcel/pull/${number}`;
  const run = await tale.concluded('cim-parcel', head);
  tale.tell(
    run?.conclusion === 'failure',
    `a pull request that accepts any version of a dependency: ${said(run)}`,
    page,
  );
  const get = <T>(path: string) => github.request<T>('GET', path);
  const annotations = (run && (await annotationsOf({ get }, `${ORGANIZATION}/cim-parcel`, run.id))) ?? [];
  const [annotation] = annotations;
  tale.tell(
    annotations.length === 1 && annotation?.path === 'Cargo.toml' && annotation.start_line === line,
    `its annotations: ${annotations.map(each => `${each.path}:${each.start_line} ${each.message}`).join('; ') || 'none'}`,
  );
  const commits = await tale.concluded('cim-parcel', head, 'CIM commits');
  tale.tell(commits?.conclusion === 'success', `its commits: ${said(commits)}`);

  const answer = await tale.say('cim-parcel', number, 'Is it really worse?\n\n/cim reassess', PEOPLE.maintainer);
  tale.tell(answer !== undefined, `/cim reassess: ${firstLine(answer)}`, page);
  const seen = await until(async () => {
    const given = [...reactions].filter(([path]) => path.includes('cim-parcel')).flatMap(([, all]) => all);
    return given.includes('eyes') && given.includes('rocket') ? given : undefined;
  }, 10);
  tale.tell(seen !== undefined, 'the app reacts with 👀 at once and with 🚀 when it is done');
}

async function better(tale: Tale): Promise<void> {
  const { github } = tale;
  const pinned = REPOSITORIES['cim-parcel']?.['rust-toolchain.toml'] ?? '';
  const change = { branch: 'pin', files: { 'rust-toolchain.toml': pinned }, title: 'build: pin the compiler' };
  const { number, head } = await propose(github, 'cim-ledger', change, PEOPLE.maintainer);
  const run = await tale.concluded('cim-ledger', head);
  tale.tell(
    run?.conclusion === 'neutral' && run.output.title?.includes('improved') === true,
    `a pull request that closes a gap: ${said(run)}`,
    `cim-ledger/pull/${number}`,
  );
  const title = 'Added some docs';
  const sloppy = await propose(
    github,
    'cim-ledger',
    { branch: 'docs', files: { 'docs/more.md': '# More\n' }, title },
    PEOPLE.maintainer,
  );
  const commits = await tale.concluded('cim-ledger', sloppy.head, 'CIM commits');
  const [, corrected] = /`(docs: [^`]+)`/.exec(commits?.output.summary ?? '') ?? [];
  tale.tell(
    commits?.conclusion === 'failure' && corrected !== undefined,
    `a commit "${title}": ${said(commits)}; the suggestion is "${corrected}"`,
    `cim-ledger/pull/${sloppy.number}`,
  );
}
