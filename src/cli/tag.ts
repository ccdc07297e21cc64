/** `cim-readiness tag TAG`: judges a release tag by its form, its order, the manifest and changelog there, and its bump. */
import { collectHistory, type LocalHistory, tagOfNoCommit } from '../collect/local-history.js';
import { UnreadableError } from '../collect/unreadable.js';
import { noRelease } from '../facts/releases/tag-check.js';
import type { TagReport } from '../report/tag.js';
import type { Tag } from '../snapshot/history.js';
import { read } from '../snapshot/reading.js';
import { answersOf } from '../standard/shared/module-releases.js';
import { historyPolicy } from './history-policy.js';

export interface TagRequest {
  readonly dir: string;
  readonly tag: string;
  /** A policy file instead of the repository's own. */
  readonly policy?: string | undefined;
}

/**
 * Judges a tag of a repository on this machine; one that is not there, as if it stood on HEAD.
 * @throws UnreadableError where there is no repository, or where the tag stands on no commit
 */
export async function tag(request: TagRequest): Promise<TagReport> {
  const { name, at, exists, tags } = await placed(request.dir, request.tag);
  const policy = await historyPolicy(at.files, request.policy);
  const surroundings = { files: read(at.files), history: read(at.history), tags: read(tags) };
  const judged = answersOf(name, surroundings, { subject: at.subject, policy });
  const answers = (judged.read ? judged.value : undefined) ?? [noRelease(name)];
  return { tag: name, commit: at.subject.sha, exists, answers };
}

/** The history of the tagged commit; of HEAD, with the tag put there, where there is no such tag. */
async function placed(
  dir: string,
  asked: string,
): Promise<{
  readonly name: string;
  readonly at: LocalHistory;
  readonly exists: boolean;
  readonly tags: readonly Tag[];
}> {
  const name = asked.replace(/^refs\/tags\//, '');
  const now = await collectHistory(dir);
  const there = now.tags.find(each => each.name === name);
  if (there) return { name, at: await collectHistory(dir, there.commit), exists: true, tags: now.tags };
  const other = await tagOfNoCommit(dir, name);
  if (other !== undefined)
    throw new UnreadableError(`the tag ${name} stands on a ${other}, not on a commit: tag the commit of the release`);
  const date = now.history.commits[0]?.committer.date ?? '';
  const planned = { name, commit: now.subject.sha, date, manifests: read(new Map<string, string>()) };
  return { name, at: now, exists: false, tags: [...now.tags, planned] };
}
