/** What was released without a tag, by the changelog, by GitHub's releases and by the manifest. */
import semver from 'semver';
import type { Package } from './cargo/model.js';
import type { Release as GithubRelease } from './github.js';
import type { OwnRelease } from './own-releases.js';

/** An entry of a changelog that was released: its heading has a date. */
export interface ReleasedEntry {
  readonly version: string;
  readonly path: string;
  readonly line: number;
}

/** A release without its tag. */
export interface Untagged {
  /** A sentence without a full stop. */
  readonly message: string;
  readonly path?: string;
  readonly line?: number;
  readonly url?: string;
}

/** Entries that are not older than the oldest tag (all of them, where there is none) and have no tag of their version. */
export function untaggedEntries(entries: readonly ReleasedEntry[], releases: readonly OwnRelease[]): Untagged[] {
  const versions = releases.map(({ version }) => version);
  const [oldest] = [...versions].sort(semver.compare);
  return entries
    .filter(({ version }) => semver.valid(version) !== null)
    .filter(({ version }) => oldest === undefined || semver.gte(version, oldest))
    .filter(({ version }) => !versions.some(each => semver.eq(each, version)))
    .map(({ version, path, line }) => ({
      path,
      line,
      message: `${version} was released by this entry, but has no tag: tag its commit v${version}`,
    }));
}

/** Releases on GitHub, drafts left aside, whose tag is not there. */
export function untaggedReleases(releases: readonly GithubRelease[], tags: ReadonlySet<string>): Untagged[] {
  return releases
    .filter(({ draft, tag }) => !draft && !tags.has(tag))
    .map(({ tag, url }) => ({
      message: `the release ${tag} on GitHub has no tag: push it again`,
      ...(url === undefined ? {} : { url }),
    }));
}

/** Packages whose version is not tagged, though it is not above their newest tag either. Without any tag nothing is asked. */
export function untaggedVersions(packages: readonly Package[], releases: readonly OwnRelease[]): Untagged[] {
  return packages.flatMap(({ name, version, fields, manifestPath, line }) => {
    const named = releases.filter(({ crate }) => crate === name);
    const own = named.length > 0 ? named : releases.filter(({ crate }) => !packages.some(each => each.name === crate));
    const newest = [...own].sort((a, b) => semver.rcompare(a.version, b.version))[0];
    if (!newest || semver.valid(version) === null || semver.gt(version, newest.version)) return [];
    if (own.some(release => semver.eq(release.version, version))) return [];
    const place = fields.get('version');
    return [
      {
        path: place?.path ?? manifestPath,
        line: place?.line ?? line,
        message: `version ${version} is neither tagged nor above the newest release, ${newest.tag.name}: raise or tag it`,
      },
    ];
  });
}
