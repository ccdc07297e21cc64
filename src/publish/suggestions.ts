/** Changes of a few lines, as suggestions in a review of a pull request. */
import { diffLines } from 'diff';
import type { Octokit } from '@octokit/rest';
import { shortHash } from '../text/short-hash.js';
import { type MarkerKeys, findMarker, withMarker } from './comment.js';

/** The part of GitHub's client that is used. */
export type ReviewsClient = Pick<Octokit, 'rest' | 'paginate'>;

/** A file of a change, before and after it. */
export interface SuggestedFile {
  readonly path: string;
  /** Null for a new file. */
  readonly before: string | null;
  readonly text: string;
}

/** New lines in place of those from `first` to `last`, counted from 1. */
export interface Suggestion {
  readonly path: string;
  readonly first: number;
  readonly last: number;
  readonly lines: readonly string[];
}

/** The most suggestions, and the most lines of one. */
const MOST = 5;
const MOST_LINES = 10;

/** The lines of the head that a pull request shows, by path: comments can only stand there. */
export type ShownLines = ReadonlyMap<string, readonly (readonly [first: number, last: number])[]>;

/** Files as suggestions; undefined if one of them does not fit: it is new, long, or elsewhere than what the pull request changes. */
export function suggestionsFor(files: readonly SuggestedFile[], shown: ShownLines): readonly Suggestion[] | undefined {
  const all: Suggestion[] = [];
  for (const { path, before, text } of files) {
    if (before === null || before.includes('\r') || !before.endsWith('\n') || !text.endsWith('\n')) return undefined;
    all.push(...replacements(path, before, text));
  }
  const isShown = ({ path, first, last }: Suggestion) =>
    (shown.get(path) ?? []).some(([from, to]) => from <= first && last <= to);
  const fits = all.every(
    each => isShown(each) && each.lines.length <= MOST_LINES && each.last - each.first < MOST_LINES,
  );
  return fits && all.length > 0 && all.length <= MOST ? all : undefined;
}

function replacements(path: string, before: string, text: string): Suggestion[] {
  const old = before.split('\n');
  const found: Suggestion[] = [];
  let line = 1;
  let open: { first: number; removed: number; lines: string[] } | undefined;
  const finish = () => {
    if (open) found.push(replacement(path, old, open));
    open = undefined;
  };
  for (const { value, added, removed } of diffLines(before, text)) {
    const lines = value.split('\n').slice(0, -1);
    if (added || removed) {
      open ??= { first: line, removed: 0, lines: [] };
      if (added) open.lines.push(...lines);
      else open.removed += lines.length;
    } else finish();
    if (!added) line += lines.length;
  }
  finish();
  return found;
}

/** A suggestion replaces at least one line: an insertion repeats the line above it, or the first one. */
function replacement(
  path: string,
  old: readonly string[],
  { first, removed, lines }: { readonly first: number; readonly removed: number; readonly lines: readonly string[] },
): Suggestion {
  if (removed > 0) return { path, first, last: first + removed - 1, lines };
  if (first === 1) return { path, first, last: first, lines: [...lines, old[0] ?? ''] };
  return { path, first: first - 1, last: first - 1, lines: [old[first - 2] ?? '', ...lines] };
}

/** The lines that a pull request shows. Of very many files only the first 300 are read. */
export async function shownLines(
  octokit: ReviewsClient,
  { owner, repo, number }: { readonly owner: string; readonly repo: string; readonly number: number },
): Promise<ShownLines> {
  const shown = new Map<string, [number, number][]>();
  for (const page of [1, 2, 3]) {
    const { data } = await octokit.rest.pulls.listFiles({ owner, repo, pull_number: number, per_page: 100, page });
    for (const { filename, patch = '' } of data)
      shown.set(
        filename,
        [...patch.matchAll(/^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@/gm)].map(([, first, count = '1']) => [
          Number(first),
          Number(first) + Number(count) - 1,
        ]),
      );
    if (data.length < 100) break;
  }
  return shown;
}

export interface SuggestionReview {
  readonly owner: string;
  readonly repo: string;
  readonly number: number;
  /** The head of the pull request. */
  readonly sha: string;
  readonly suggestions: readonly Suggestion[];
  /** Markdown, above each suggestion. */
  readonly words: string;
  readonly keys: MarkerKeys;
}

/** Posts a review, without the suggestions that the pull request already has. */
export async function suggest(
  octokit: ReviewsClient,
  { owner, repo, number, sha, suggestions, words, keys }: SuggestionReview,
): Promise<void> {
  const place = { owner, repo, pull_number: number };
  const there = await octokit.paginate(octokit.rest.pulls.listReviewComments, { ...place, per_page: 100 });
  const known = new Set(there.flatMap(each => findMarker(each, keys) ?? []));
  const comments = suggestions.flatMap(each => {
    const marker = markerOf(each);
    if (known.has(marker)) return [];
    const { path, first, last } = each;
    const body = withMarker(marker, `${words}\n\n${fenced(each)}`, keys);
    const start = first < last ? { start_line: first, start_side: 'RIGHT' as const } : {};
    return [{ path, line: last, side: 'RIGHT' as const, ...start, body }];
  });
  if (comments.length === 0) return;
  await octokit.rest.pulls.createReview({ ...place, commit_id: sha, event: 'COMMENT', body: words, comments });
}

function markerOf(suggestion: Suggestion): string {
  const { path, first, last, lines } = suggestion;
  return `suggestion ${shortHash(JSON.stringify([path, first, last, lines]))}`;
}

/** A suggestion in a fence that none of its lines can close. */
function fenced({ lines }: Suggestion): string {
  const longest = Math.max(2, ...lines.flatMap(line => (line.match(/`+/g) ?? []).map(run => run.length)));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}suggestion`, ...lines, fence].join('\n');
}
