import semver from 'semver';
import { bySha } from '../../facts/commits/commit-graph.js';
import type { ChangelogEntry } from '../../facts/releases/changelog.js';
import type { ModuleRelease } from '../../facts/releases/own-releases.js';
import type { Files } from '../../snapshot/files.js';
import type { Release } from '../../snapshot/github.js';
import type { History, Tag } from '../../snapshot/history.js';
import { type Reading, read } from '../../snapshot/reading.js';
import {
  type Context,
  counted,
  criterion,
  notApplicable,
  type Outcome,
  type Problem,
  metOrUnmet,
} from '../criterion.js';
import { type ModuleChangelog, moduleChangelogs } from '../shared/module-changelogs.js';
import { moduleReleases } from '../shared/module-releases.js';

/** How old a changelog entry can be while its tag is still to come. */
const DAYS_TO_TAG = 7;

export const releaseTags = criterion({
  id: 'release-tags',
  title: 'Every release is tagged',
  severity: 'must',
  kind: 'automatic',
  thresholds: { daysToTag: DAYS_TO_TAG },
  rationale:
    'A version without a tag cannot be checked out, compared, or rebuilt, and nobody can tell what was shipped.',
  looksAt:
    "Release tags (`1.2.3`, `v1.2.3`, `v/1.2.3`, or with the crate before it, as in `<crate>-v1.2.3`, `<crate>-1.2.3`, `<crate>/1.2.3`, `<crate>@1.2.3`). Each changelog entry that is not older than the oldest tag, and does not say that it is unreleased, must have one, and so must each release on GitHub. The module's own version must be tagged or above the newest tag.",
  looksNotAt:
    'A release in progress: the entry of the version in the manifest, if that version is above the newest tag and the entry has no date or is dated at most a week before the assessed commit. Releases from before the first tag do not need tags.',
  remediation:
    'Tag the commit that set the version: `git tag -a v1.2.3 COMMIT -m v1.2.3 && git push origin v1.2.3`. If you do not know the commit, find the one that added the entry: `git log -S"[1.2.3]" -- CHANGELOG.md`. A release tool (`cargo release`, release-plz) adds tags by itself.',
  example: {
    met: '```\nCHANGELOG.md: ## [1.2.0] - 2026-05-01\ntag:          v1.2.0\n```',
    unmet: '```\nCHANGELOG.md: ## [1.2.0] - 2026-05-01\nnewest tag:   v1.1.0\n```',
  },
  needs: ['tags', 'files'],
  wants: ['releases', 'history'],
  check: ({ tags, files, releases, history }, context) => judge({ tags, files, releases, history }, context),
});

interface Given {
  readonly tags: readonly Tag[];
  readonly files: Files;
  readonly releases: Reading<readonly Release[]>;
  readonly history: Reading<History>;
}

function judge({ tags, files, releases: published, history }: Given, context: Context): Outcome {
  const { releases, packages } = moduleReleases(tags, read(files), context);
  const { changelogs, unread } = moduleChangelogs(files, packages, releases);
  const onGitHub = published.read ? published.value.filter(({ draft }) => !draft) : [];
  const dated = changelogs.flatMap(({ entries }) =>
    entries.filter(each => isReleased(each) && each.date !== undefined),
  );
  if (releases.length === 0 && dated.length === 0 && onGitHub.length === 0)
    return notApplicable('nothing was released: no release tag, no dated changelog entry, no release on GitHub');
  const names = new Set(tags.map(({ name }) => name));
  const untagged = onGitHub.filter(({ tag }) => !names.has(tag));
  const head = history.read ? history.value.commits[0]?.committer.date : undefined;
  const problems: Problem[] = [
    ...changelogs.flatMap(each => untaggedEntries(each, tags, context, head)),
    ...ownFaults(changelogs, reachedOf(releases, history), packages),
    ...untagged.map(({ tag, url }) => ({
      kind: 'untagged-release',
      subject: tag,
      message: `the release ${tag} on GitHub has no tag: push the tag or delete the release`,
      ...(url === undefined ? {} : { url }),
    })),
  ];
  const notes = [
    ...(published.read ? [] : [`releases on GitHub were not read: ${published.reason}`]),
    ...unread.map(reason => `a changelog was not read: ${reason}`),
  ].map(note => `; ${note}`);
  const what = `${counted(releases.length, 'release tag')}, ${counted(dated.length, 'dated entry', 'dated entries')} of the changelog, ${counted(onGitHub.length, 'release')} on GitHub`;
  return metOrUnmet({
    problems,
    met: `every release is tagged: ${what}${notes.join('')}`,
    unmet: `${counted(problems.length, 'release')} without a tag: ${what}${notes.join('')}`,
  });
}

/** An entry is for a release unless it says that it is unreleased. */
function isReleased({ version, unreleased }: ChangelogEntry): boolean {
  return version !== undefined && !unreleased;
}

function untaggedEntries(
  changelog: ModuleChangelog,
  tags: readonly Tag[],
  { subject }: Context,
  head: string | undefined,
): Problem[] {
  const { path, entries, releases, packages } = changelog;
  const tagged = versionsTagged(tags, [...packages.map(({ name }) => name), ...(subject.repo ? [subject.repo] : [])]);
  return entries.flatMap(entry => {
    const { version = '', crate, date, line } = entry;
    if (!isReleased(entry) || tagged.has(version)) return [];
    const own = releases.filter(each => crate === undefined || each.crate === undefined || each.crate === crate);
    const older = own.length > 0 && own.every(each => semver.gt(each.version, version));
    if (older || own.some(each => semver.eq(each.version, version))) return [];
    // An entry for another package, which no tag of this one releases.
    const other = crate !== undefined && packages.length > 0 && !packages.some(({ name }) => name === crate);
    if (other || isBeingMade(changelog, own, version, date, head)) return [];
    const name = nameLike(own, version);
    const what = date === undefined ? 'has an entry' : `was released on ${date}`;
    const or = date === undefined ? ', or mark the entry as unreleased' : '';
    const message = `${version} ${what} but has no tag: tag its commit \`${name}\`${or}`;
    return [{ kind: 'untagged-entry', subject: version, path, line, message }];
  });
}

/** The tag name for a version, in the form of the newest tag: `cim-parcel@v1.1.1`. */
function nameLike(own: readonly ModuleRelease[], version: string): string {
  const [newest] = own.toSorted((a, b) => semver.rcompare(a.version, b.version));
  return newest?.tag.name.endsWith(newest.version)
    ? `${newest.tag.name.slice(0, -newest.version.length)}${version}`
    : `v${version}`;
}

/** Versions that some tag names in any form (`tokio-1.2.3`, `release-1.2.3`), as long as it names no other package. */
function versionsTagged(tags: readonly Tag[], names: readonly string[]): ReadonlySet<string> {
  const own = new Set(['', 'release', 'releases', 'rel', 'version', ...names.map(plain)]);
  return new Set(
    tags.flatMap(({ name }) => {
      const last = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('@')) + 1);
      const [version] = /(?<!\d)\d+\.\d+[^]*$/.exec(last) ?? [];
      if (version === undefined) return [];
      const before = name.slice(0, -version.length).replace(/v$/i, '');
      const full = /^\d+\.\d+$/.test(version) ? `${version}.0` : version;
      return own.has(plain(before)) ? [full] : [];
    }),
  );
}

function plain(name: string): string {
  return name
    .toLowerCase()
    .replaceAll('_', '-')
    .replace(/(?<![-/@.])[-/@.]+$/, '');
}

const DAY = 24 * 60 * 60 * 1000;

/**
 * A release in progress: the manifest's version, above every tag, dated about when the assessed commit was made; or a version
 * without a date that is not below the manifest's.
 */
function isBeingMade(
  { packages }: ModuleChangelog,
  releases: readonly ModuleRelease[],
  version: string,
  date: string | undefined,
  head: string | undefined,
): boolean {
  const versions = packages.map(each => each.version).filter(each => semver.valid(each) !== null);
  const newest = releases.every(each => semver.gt(version, each.version));
  if (date === undefined) return newest && versions.every(each => semver.gte(version, each));
  if (head === undefined || releases.length === 0) return false;
  const current = versions.some(each => semver.eq(each, version));
  return current && newest && Date.parse(head) - Date.parse(date) <= DAYS_TO_TAG * DAY;
}

/** The releases that HEAD descends from, if any: a maintenance branch is behind the releases of other branches. */
function reachedOf(releases: readonly ModuleRelease[], history: Reading<History>): readonly ModuleRelease[] {
  if (!history.read) return releases;
  const known = bySha(history.value);
  const reached = releases.filter(({ tag }) => known.has(tag.commit));
  return reached.length > 0 ? reached : releases;
}

/** A package whose version is neither tagged nor above its newest tag. */
function ownFaults(
  changelogs: readonly ModuleChangelog[],
  releases: readonly ModuleRelease[],
  packages: ModuleChangelog['packages'],
): Problem[] {
  return packages.flatMap(({ name, version, fields, manifestPath, line }) => {
    const named = releases.filter(({ crate }) => crate === name);
    const own = named.length > 0 ? named : packages.length === 1 ? releases : [];
    if (own.length === 0 || semver.valid(version) === null) return [];
    if (own.some(each => semver.eq(each.version, version)) || own.every(each => semver.gt(version, each.version)))
      return [];
    const told = changelogs.some(each =>
      each.entries.some(entry => isReleased(entry) && semver.eq(entry.version ?? '', version)),
    );
    if (told) return [];
    const place = fields.get('version');
    const newest = own.reduce((best, each) => (semver.gt(each.version, best.version) ? each : best));
    return [
      {
        kind: 'untagged-version',
        subject: name,
        path: place?.path ?? manifestPath,
        line: place?.line ?? line,
        message: `version ${version} has no tag and is not above the newest tag, ${newest.tag.name}: raise it or tag its release`,
      },
    ];
  });
}
