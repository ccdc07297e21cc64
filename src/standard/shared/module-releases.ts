/** The module's own releases, and the baseline that they set: the starting point of the criteria on version control. */

import type { Package } from '../../cargo/model.js';
import { releaseNames, selectScope } from '../../cargo/scope.js';
import { type BaselineReading, findBaseline } from '../../facts/releases/baseline.js';
import {
  type ModuleRelease,
  type OwnReleases,
  ownReleases,
  withoutMembers,
} from '../../facts/releases/own-releases.js';
import { type ChangelogPlace, checkTag, type TagAnswer } from '../../facts/releases/tag-check.js';
import type { Files } from '../../snapshot/files.js';
import type { History, Tag } from '../../snapshot/history.js';
import { type Reading, read, unread } from '../../snapshot/reading.js';
import type { Context } from '../criterion.js';
import { entriesAbout, moduleChangelogs } from './module-changelogs.js';

export interface ModuleReleases extends OwnReleases {
  /** The module's packages; empty in a repository without a crate. */
  readonly packages: readonly Package[];
}

/** The module's releases among the tags. If the files were not read, only the repository's name tells whose a tag is. */
export function moduleReleases(tags: readonly Tag[], files: Reading<Files>, context: Context): ModuleReleases {
  const packages = files.read ? packagesOf(files.value, context) : [];
  const { repo } = context.subject;
  const names = packages.map(({ name }) => name);
  const known = files.read ? releaseNames(files.value, names, repo) : repo === null ? [] : [repo];
  const own = ownReleases(tags, known);
  return { ...own, releases: withoutMembers(own.releases, packages), packages };
}

/**
 * Where history starts to count (see src/facts/releases/baseline.ts). Unread if the tags are, unless the policy names a commit
 * or a date, or there may be none.
 */
export function moduleBaseline(
  history: History,
  tags: Reading<readonly Tag[]>,
  files: Reading<Files>,
  context: Context,
): BaselineReading {
  const { since } = context.policy;
  if (tags.read) {
    const { releases } = moduleReleases(tags.value, files, context);
    return findBaseline({ history, tags: tags.value, releases, since });
  }
  if (since === undefined && !history.untagged) return tags;
  const chosen = findBaseline({ history, tags: [], releases: [], since });
  return chosen.read ? chosen : tags;
}

function packagesOf(files: Files, { subject, policy }: Context): readonly Package[] {
  const asked = policy.module === undefined ? {} : { module: policy.module };
  const scope = selectScope(files, { ...asked, repo: subject.repo });
  return scope.kind === 'packages' ? scope.packages : [];
}

/** What a tag is checked against, at its commit; `tags` are all tags of the repository. */
export interface TagSurroundings {
  readonly files: Reading<Files>;
  readonly history: Reading<History>;
  readonly tags: Reading<readonly Tag[]>;
}

/**
 * Checks a tag as a release of the module.
 * @returns undefined for a tag that is not meant as a release: `nightly`, or another package's
 */
export function checkModuleTag(
  name: string,
  { files, history, tags }: TagSurroundings,
  context: Context,
): Reading<readonly TagAnswer[] | undefined> {
  if (!tags.read) return tags;
  if (!files.read) return files;
  if (!history.read) return history;
  const { releases, several, packages, malformed } = moduleReleases(tags.value, files, context);
  const release = releases.find(({ tag }) => tag.name === name);
  if (!release && !malformed.includes(name)) return read(undefined);
  const changelog = release && placesFor(release, files.value, packages);
  return read(checkTag({ name, release, history: history.value, releases, several, packages, changelog }));
}

/** The entries that can be about a release, in the changelogs that the criterion `changelog` reads; undefined if there are none. */
function placesFor(
  release: ModuleRelease,
  files: Files,
  packages: readonly Package[],
): Reading<readonly ChangelogPlace[]> | undefined {
  const { changelogs, unread: reasons } = moduleChangelogs(files, packages, [release]);
  const [reason] = reasons;
  if (reason !== undefined) return unread(reason);
  if (changelogs.length === 0) return undefined;
  const own = changelogs.filter(({ releases }) => releases.length > 0);
  return read(
    (own.length > 0 ? own : changelogs).flatMap(each =>
      entriesAbout(each, release.crate).map(({ version, line }) => ({ version, line, path: each.path })),
    ),
  );
}
