/** What fixes ask about the problems of a gap. */
import type { Evidence } from '../standard/criterion.js';
import type { FixContext } from './fix.js';

/** Whether the gap is that something does not exist, and nothing else. */
export function isAbsent({ problems }: Pick<FixContext, 'problems'>, kind: string): boolean {
  return problems.length === 1 && problems[0]?.kind === kind;
}

/** Whether every problem is of one kind. */
export function only(problems: readonly Evidence[], kind: string): boolean {
  return problems.every(each => each.kind === kind);
}

/** The first path of several that no file has. */
export function freePath({ files }: Pick<FixContext, 'files'>, ...paths: readonly string[]): string | undefined {
  return paths.find(path => !files.entries.has(path));
}
