/** Fills the emulated GitHub with repositories and the releases of the ready module, before the app is installed. */
import { type EmulatedGitHub, PEOPLE } from './emulated-github.js';
import { CRATE_REPOSITORIES, READY_RELEASES, REPOSITORIES } from './modules.js';
import { begin, protect, push, tag } from './people.js';

/** Pushes and tags the contents of every repository. */
export async function fillRepositories(github: EmulatedGitHub): Promise<void> {
  const { maintainer } = PEOPLE;
  for (const [repo, texts] of Object.entries({ ...REPOSITORIES, ...CRATE_REPOSITORIES })) {
    const [first, ...later] = repo === 'cim-parcel' ? READY_RELEASES : [];
    const sha = await begin(github, repo, { ...texts, ...first?.texts }, `feat: begin ${repo}`, maintainer);
    if (first) await tag(github, repo, first.tag, sha, maintainer);
    for (const { tag: name, texts: change, message } of later)
      await tag(github, repo, name, await push(github, repo, 'main', change, message, maintainer), maintainer);
  }
  await protect(github, 'cim-parcel');
}
