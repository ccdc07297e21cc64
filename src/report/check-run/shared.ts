/** One check run for several modules, pull requests, or tags of one commit: the worst result counts, each is named. */
import { clip, prose, visible } from '../escape.js';
import type { CheckRunReport } from './report.js';
import { joinWithinLimit } from './size-limit.js';

/** A report and what it is about, such as `#7` or `v1.2.0`. */
export interface NamedReport {
  readonly name: string;
  readonly report: CheckRunReport;
}

const ORDER: readonly CheckRunReport['conclusion'][] = ['failure', 'neutral', 'success'];

/**
 * Joins reports on one commit.
 * @param why there are several, as a sentence
 * @param first what concerns all of them, as blocks of Markdown
 */
export function sharedReport(
  reports: readonly [NamedReport, ...NamedReport[]],
  why: string,
  first: readonly string[] = [],
): CheckRunReport {
  const sorted = [...reports].sort((a, b) => ORDER.indexOf(a.report.conclusion) - ORDER.indexOf(b.report.conclusion));
  const [worst = reports[0], ...others] = sorted;
  if (others.length === 0) return worst.report;
  const all = sorted.map(({ report }) => report);
  const named = sorted.map(({ name, report }) => `- **${prose(name)}**: ${report.conclusion}, ${prose(report.title)}`);
  return {
    ...worst.report,
    title: clip(
      visible(`${worst.name}: ${worst.report.title} · also ${others.map(({ name }) => name).join(', ')}`),
      255,
    ),
    summary: joinWithinLimit([
      ...first,
      `${why} The worst result counts:\n\n${named.join('\n')}`,
      `## ${prose(worst.name)}`,
      worst.report.summary,
      ...others.flatMap(({ name, report }) => [`## ${prose(name)}`, report.summary]),
    ]),
    annotations: [...new Map(all.flatMap(each => each.annotations).map(each => [keyOf(each), each])).values()],
    actions: [...new Map(all.flatMap(each => each.actions).map(each => [each.identifier, each])).values()],
  };
}

function keyOf({ path, start_line, message }: CheckRunReport['annotations'][number]): string {
  return `${path}\0${start_line}\0${message}`;
}
