/** For which occasions a workflow starts, and what `github.…` says then. */

import { assessedFiles } from '../../cache/assessed-files.js';
import { memo } from '../../cache/memo.js';
import type { Files } from '../../snapshot/files.js';
import { type Lookup, UNKNOWN, type Value } from './expression.js';
import type { EventFilter, Occasion, Workflow } from './model.js';
import { fitsAny } from './patterns.js';

/** One way in which a workflow starts: the occasion, GitHub's name of the event, and the ref where it is known. */
export interface Start {
  readonly occasion: Occasion;
  readonly event: string;
  readonly ref?: string;
  readonly base?: string;
}

/** If the default branch is not known, it is assumed to be any of these. */
const USUAL = ['main', 'master', 'develop', 'trunk', 'dev'];
/** Tags as releases have them; with `crate` for the crate's name. */
const TAGS = ['v1.2.3', '1.2.3', 'crate-v1.2.3', 'crate/v1.2.3', 'crate@1.2.3', 'crate-1.2.3'];

/** Branches that are certainly not the default branch. */
const ASIDE = /[*?+![\]]|^(gh-pages|release|releases|hotfix|dependabot|renovate|staging|production)\b/;

/**
 * The branches that may be the default one: the one that is known; else those that are given, the usual ones, and those
 * that workflows name.
 */
export function defaultBranchCandidates(
  known: string | undefined,
  likely: readonly string[],
  workflows: readonly Workflow[],
): readonly string[] {
  if (known !== undefined) return [known];
  const named = workflows.flatMap(({ events }) => events.flatMap(event => event.branches ?? []));
  return [...new Set([...likely, ...USUAL, ...named.filter(name => !ASIDE.test(name))])].slice(0, 12);
}

/** Every way in which a workflow starts by itself or by hand; none for one that is only called. */
export function workflowStarts(workflow: Workflow, files: Files, candidates: readonly string[]): Start[] {
  return workflow.events.flatMap(event => eventStarts(event, files, candidates));
}

function eventStarts(event: EventFilter, files: Files, candidates: readonly string[]): Start[] {
  const { name } = event;
  if (name === 'push') return pushes(event, files, candidates);
  if (name === 'pull_request' || name === 'pull_request_target') {
    const touched = touches(event, files);
    const bases = touched ? candidates.filter(each => branchFits(event, each)) : [];
    const occasion = pullRequestOccasion(event, touched === 'code');
    return bases.map(base => ({ occasion, event: name, base }));
  }
  if (name === 'merge_group') {
    if (event.types && !event.types.includes('checks_requested')) return [{ occasion: 'other', event: name }];
    const bases = candidates.filter(each => branchFits(event, each));
    return bases.map(base => ({ occasion: 'merge-group', event: name, base }));
  }
  if (name === 'release') return [{ occasion: 'release', event: name, ref: 'refs/tags/v1.2.3' }];
  if (name === 'create') return [{ occasion: 'tag', event: name, ref: 'refs/tags/v1.2.3' }];
  if (name === 'schedule')
    return candidates.map(each => ({ occasion: 'schedule', event: name, ref: `refs/heads/${each}` }));
  if (name === 'workflow_run') {
    const fitting = candidates.filter(each => branchFits(event, each));
    return fitting.map(each => ({ occasion: 'after-workflow', event: name, ref: `refs/heads/${each}` }));
  }
  if (name === 'workflow_dispatch') return [{ occasion: 'manual', event: name }];
  return name === 'workflow_call' ? [] : [{ occasion: 'other', event: name }];
}

/** A pull request is followed from its opening through each push to it: `types` can leave either out. */
function pullRequestOccasion({ types }: EventFilter, code: boolean): Occasion {
  if (!types || (types.includes('synchronize') && types.includes('opened')))
    return code ? 'pull-request' : 'part-proposed';
  if (types.length === 1 && types[0] === 'closed') return code ? 'merged' : 'part';
  return 'opened';
}

/** Without filters, any push; with only branch filters, no push of tags, and vice versa. */
function pushes(event: EventFilter, files: Files, candidates: readonly string[]): Start[] {
  const byTag = event.tags !== undefined || event.tagsIgnore !== undefined;
  const byBranch = event.branches !== undefined || event.branchesIgnore !== undefined;
  const branches = byTag && !byBranch ? [] : candidates.filter(each => branchFits(event, each));
  const tags = byBranch && !byTag ? [] : TAGS.filter(each => tagFits(event, each));
  // A filter that names tags in a way that no sample fits (`cim-parcel-v*`) is still one of tags.
  const anyTag = byTag && tags.length === 0 && (event.tags?.some(each => /\d|\*|\[/.test(each)) ?? false);
  const touched = touches(event, files);
  return [
    ...(touched ? branches : []).map(each => start(touched === 'code' ? 'push' : 'part', `refs/heads/${each}`)),
    ...(anyTag ? ['v1.2.3'] : tags.slice(0, 1)).map(each => start('tag', `refs/tags/${each}`)),
    ...(byBranch && branches.length === 0 ? [start('other', `refs/heads/${event.branches?.[0] ?? 'other'}`)] : []),
  ];
}

function start(occasion: Occasion, ref: string): Start {
  return { occasion, event: 'push', ref };
}

function branchFits({ branches, branchesIgnore }: EventFilter, name: string): boolean {
  return branches ? fitsAny(name, branches) : !(branchesIgnore && fitsAny(name, branchesIgnore));
}

function tagFits({ tags, tagsIgnore }: EventFilter, name: string): boolean {
  return tags ? fitsAny(name, tags) : !(tagsIgnore && fitsAny(name, tagsIgnore));
}

/**
 * What of the repository must change to start it: code where some Rust file (without any, some file) passes the filter of
 * paths, a part where only others do, as for `Cargo.lock` or `docs/**`; nothing where no file passes.
 */
function touches({ paths, pathsIgnore }: EventFilter, files: Files): 'code' | 'part' | undefined {
  if (!paths && !pathsIgnore) return 'code';
  const passes = (path: string) => (paths ? fitsAny(path, paths) : !fitsAny(path, pathsIgnore ?? []));
  const { code, others } = samplePaths(files);
  return code.some(passes) ? 'code' : others.some(passes) ? 'part' : undefined;
}

const samplePaths = memo((files: Files): { readonly code: readonly string[]; readonly others: readonly string[] } => {
  const paths = assessedFiles(files).map(entry => entry.path);
  const code = paths.filter(path => path.endsWith('.rs'));
  if (code.length === 0) return { code: paths.slice(0, 200), others: [] };
  return { code: code.slice(0, 200), others: paths.filter(path => !path.endsWith('.rs')).slice(0, 2_000) };
});

/** What `github.…` says on an occasion; what it does not tell is UNKNOWN. */
export function githubContext({ occasion, event, ref, base }: Start): Lookup {
  return ([, name, ...rest]) => {
    if (name === 'event_name') return event;
    if (name === 'ref') return ref ?? UNKNOWN;
    if (name === 'ref_name') return ref?.replace(/^refs\/(heads|tags)\//, '') ?? UNKNOWN;
    if (name === 'ref_type') return ref === undefined ? UNKNOWN : ref.startsWith('refs/tags/') ? 'tag' : 'branch';
    if (name === 'base_ref') return base ?? (ref === undefined ? UNKNOWN : '');
    // A push to a pull request, or its opening, sets no label.
    if (name === 'event' && rest[0] === 'label' && occasion === 'pull-request') return null;
    if (name === 'event' && rest[0] === 'pull_request') return pullRequest({ occasion, event, base }, rest[1]);
    if (name === 'event' && rest.join('.') === 'repository.fork') return false;
    if (name === 'event' && rest.join('.') === 'workflow_run.conclusion') return 'success';
    return UNKNOWN;
  };
}

function pullRequest(
  { occasion, event, base }: Pick<Start, 'occasion' | 'event'> & { readonly base: string | undefined },
  name: string | undefined,
): Value {
  if (!event.startsWith('pull_request')) return null;
  if (name === 'merged') return true;
  // Most pull requests have no labels: what asks for one does not follow every change.
  if (name === 'labels' && occasion === 'pull-request') return [];
  return name === 'draft' ? false : name === 'base' && base === undefined ? null : UNKNOWN;
}
