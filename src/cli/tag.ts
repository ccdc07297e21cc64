/** `cim-readiness tag TAG`: checks a release tag: form, order, manifest, changelog, and bump. */
import { collectHistory, type LocalHistory, tagOfNoCommit } from '../collect/local-history.js';
import { UnreadableError } from '../collect/unreadable.js';
import { noRelease } from '../facts/releases/tag-check.js';
import type { TagReport } from '../report/tag.js';
import type { Tag } from '../snapshot/history.js';
import { read } from '../snapshot/reading.js';
import { checkModuleTag } from '../standard/shared/module-releases.js';
import { type HistoryChoice, historyPolicy } from './history-policy.js';

export interface TagRequest extends HistoryChoice {
  readonly dir: string;
  readonly tag: string;
}

/**
 * Checks a tag of a local repository. A tag that does not exist is checked as if it pointed to HEAD.
 * @throws UnreadableError if there is no repository, if it is a shallow clone, or if the tag does not point to a commit
 */
export async function tag(request: TagRequest): Promise<TagReport> {
  const { name, at, exists, tags } = await placed(request.dir, request.tag);
  const policy = await historyPolicy(at.files, request);
  const surroundings = { files: read(at.files), history: read(at.history), tags: read(tags) };
  const judged = checkModuleTag(name, surroundings, { subject: at.subject, policy });
  const answers = (judged.read ? judged.value : undefined) ?? [noRelease(name)];
  return { tag: name, commit: at.subject.sha, exists, answers };
}

/** The history of the tagged commit. If the tag does not exist: the history of HEAD, with the tag added there. */
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
  if (now.shallow)
    throw new UnreadableError(
      'the clone is shallow, so that the releases before this one can be missing: run `git fetch --unshallow --tags` (in a workflow: `fetch-depth: 0`)',
    );
  const there = now.tags.find(each => each.name === name);
  if (there) return { name, at: await collectHistory(dir, there.commit), exists: true, tags: now.tags };
  const other = await tagOfNoCommit(dir, name);
  if (other !== undefined)
    throw new UnreadableError(`the tag ${name} points to a ${other}, not to a commit: tag the commit of the release`);
  const date = now.history.commits[0]?.committer.date ?? '';
  const planned = { name, commit: now.subject.sha, date, manifests: read(new Map<string, string>()) };
  return { name, at: now, exists: false, tags: [...now.tags, planned] };
}
