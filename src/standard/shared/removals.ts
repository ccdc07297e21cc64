/** Removals from the public API that were not announced as the maintenance promises require. */
import semver from 'semver';
import { readCargo } from '../../cargo/cargo.js';
import { type Removal, removalsBetween } from '../../facts/public-api/removals.js';
import { buildApiTree } from '../../facts/public-api/tree.js';
import type { Files } from '../../snapshot/files.js';
import { type Reading, read, unread } from '../../snapshot/reading.js';
import type { Snapshot } from '../../snapshot/snapshot.js';
import type { Context } from '../criterion.js';
import { moduleReleases } from './module-releases.js';

/** How many minor versions must carry the notice before the removal. */
const NOTICE = 2;

/**
 * Items that were in the newest or the previous release, are not in what followed, and were not deprecated in at least two minor versions.
 * A notice without a version decides nothing.
 */
export function unannouncedRemovals(
  { subject, parts }: Pick<Snapshot, 'subject' | 'parts'>,
  policy: Context['policy'],
): Reading<readonly string[]> {
  const { files, tags, released } = parts;
  if (!files.read) return files;
  if (!tags.read) return tags;
  if (!released.read) return released;
  const { releases } = moduleReleases(tags.value, files, { subject, policy });
  const versions = new Map(releases.map(({ tag, version }) => [tag.name, version]));
  const trees: { readonly version: string | null; readonly files: Files }[] = [];
  for (const { tag, files: tree } of released.value) {
    const version = versions.get(tag);
    if (version === undefined) continue;
    if (!tree.read) return unread(`the tree at ${tag} was not read: ${tree.reason}`);
    trees.push({ version, files: tree.value });
  }
  trees.sort((a, b) => semver.compare(a.version ?? '0.0.0', b.version ?? '0.0.0'));
  const all = [...trees, { version: null, files: files.value }];
  const found = all.slice(1).flatMap((newer, index) => {
    const older = all[index];
    if (!older) return [];
    const until = newer.version ?? undefined;
    const known = [...versions.values()].filter(version => until === undefined || semver.lt(version, until));
    return removalsIn(older.files, newer.files).filter(each => !isAnnounced(each, known));
  });
  return read([...new Set(found.map(({ item }) => item))].sort());
}

function removalsIn(older: Files, newer: Files): Removal[] {
  return readCargo(older).packages.flatMap(({ name }) => {
    const [a, b] = [older, newer].map(tree => {
      const found = buildApiTree(tree).packageNamed(name);
      return found && buildApiTree(tree).library(found);
    });
    return a && b ? removalsBetween(a, b) : [];
  });
}

/** Whether the notice stood in enough minor versions; one without a version is believed. @param released versions before the removal */
function isAnnounced({ isDeprecated, since }: Removal, released: readonly string[]): boolean {
  if (!isDeprecated) return false;
  const first = since === null ? null : semver.valid(semver.coerce(since));
  if (first === null) return true;
  const carrying = released.filter(version => semver.gte(version, first));
  return new Set(carrying.map(version => `${semver.major(version)}.${semver.minor(version)}`)).size >= NOTICE;
}
