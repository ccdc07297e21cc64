/** Plays an invalid release tag and a valid one. */
import { PEOPLE } from '../emulated-github.js';
import { REPOSITORIES } from '../modules.js';
import { push, tag } from '../people.js';
import { checkRunText, type Story } from './story.js';

const REPO = 'cim-parcel';

export async function tags(story: Story): Promise<void> {
  story.chapter('The owner tags releases');
  const { owner } = PEOPLE;
  const wrong = await push(
    story.github,
    REPO,
    'main',
    { 'docs/news.md': '# News\n\nSoon.\n' },
    'docs: tell more',
    owner,
  );
  await tag(story.github, REPO, 'v1.3.0', wrong, owner);
  const bad = await story.concluded(REPO, wrong, 'CIM version');
  story.tell(bad?.conclusion === 'failure', `v1.3.0: ${checkRunText(bad)}`, `${REPO}/commit/${wrong}`);

  const files = REPOSITORIES[REPO] ?? {};
  const change = Object.fromEntries(
    ['Cargo.toml', 'Cargo.lock', 'cim.yaml'].map(path => [
      path,
      (files[path] ?? '').replace(/(version(?: =|:) "?)1\.2\.0/, '$11.4.0'),
    ]),
  );
  const changelog = (files['CHANGELOG.md'] ?? '').replace(
    /(## \[?1\.2\.0)/,
    '## [1.4.0] - 2026-11-01\n\n### Added\n\n- More news.\n\n## [1.3.0] - 2026-10-30\n\n### Added\n\n- News.\n\n$1',
  );
  const sha = await push(
    story.github,
    REPO,
    'main',
    { ...change, 'CHANGELOG.md': changelog },
    'feat: tell the news',
    owner,
  );
  await tag(story.github, REPO, 'v1.4.0', sha, owner);
  const good = await story.concluded(REPO, sha, 'CIM version');
  story.tell(good?.conclusion === 'success', `v1.4.0: ${checkRunText(good)}`, `${REPO}/commit/${sha}`);
}
