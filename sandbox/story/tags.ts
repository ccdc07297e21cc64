/** Plays an invalid release tag and a valid one. */
import { PEOPLE } from '../emulated-github.js';
import { push, tag } from '../hands.js';
import { REPOSITORIES } from '../modules.js';
import { said, type Tale } from './tale.js';

const REPO = 'cim-parcel';

export async function tags(tale: Tale): Promise<void> {
  tale.chapter('The owner tags releases');
  const { owner } = PEOPLE;
  const wrong = await push(
    tale.github,
    REPO,
    'main',
    { 'docs/news.md': '# News\n\nSoon.\n' },
    'docs: tell more',
    owner,
  );
  await tag(tale.github, REPO, 'v1.3.0', wrong, owner);
  const bad = await tale.concluded(REPO, wrong, 'CIM version');
  tale.tell(bad?.conclusion === 'failure', `v1.3.0: ${said(bad)}`, `${REPO}/commit/${wrong}`);

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
    tale.github,
    REPO,
    'main',
    { ...change, 'CHANGELOG.md': changelog },
    'feat: tell the news',
    owner,
  );
  await tag(tale.github, REPO, 'v1.4.0', sha, owner);
  const good = await tale.concluded(REPO, sha, 'CIM version');
  tale.tell(good?.conclusion === 'success', `v1.4.0: ${said(good)}`, `${REPO}/commit/${sha}`);
}
