/** Selects the tags whose trees are read to compare public APIs: the newest release and the one before it. */
import semver from 'semver';
import { ownReleases } from '../facts/releases/own-releases.js';
import { byPackage } from '../facts/releases/versions.js';
import type { History, Tag } from '../snapshot/history.js';

/**
 * The two newest releases by SemVer, newest first. If any releases are ancestors of HEAD, only those count. If tags name several packages of
 * the module, only those of the most recently released package count.
 * @param names the names of the module's packages and of the repository
 */
export function newestReleases(tags: readonly Tag[], history: History | undefined, names: readonly string[]): Tag[] {
  const { releases } = ownReleases(tags, names);
  const commits = new Set(history?.commits.map(({ sha }) => sha));
  const reached = releases.filter(({ tag }) => commits.has(tag.commit));
  const groups = [...byPackage(reached.length > 0 ? reached : releases).values()];
  const last = (group: readonly { readonly tag: Tag }[]) => Math.max(...group.map(({ tag }) => Date.parse(tag.date)));
  const [newest = []] = groups.sort((a, b) => last(b) - last(a));
  return newest.slice(0, 2).map(({ tag }) => tag);
}

/** A version with the prefixes of release tags. */
const RELEASE = /^(?:[A-Za-z0-9_-]+(?:-v?|\/v?|@v?))?v?(\d+\.\d+\.\d+[^]*)$/;

/** Whether a tag names a release of any package. */
export function isRelease(name: string): boolean {
  return semver.valid(RELEASE.exec(name)?.[1] ?? '') !== null;
}

/** Whether the comparison reads this path of a release's tree. */
export function ofPublicApi(path: string): boolean {
  return path.endsWith('.rs') || /(^|\/)(Cargo\.toml|changelog[^/]*)$/i.test(path);
}
