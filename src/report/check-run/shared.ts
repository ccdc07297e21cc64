/** One check run for several pull requests, or several tags, that share a commit: the worst result counts, each is named. */
import { clip, prose, visible } from '../escape.js';
import type { CheckRunReport } from './report.js';
import { joinWithinLimit } from './size-limit.js';

/** A report and what it is about, such as `#7` or `v1.2.0`. */
export interface NamedReport {
  readonly name: string;
  readonly report: CheckRunReport;
}

const ORDER: readonly CheckRunReport['conclusion'][] = ['failure', 'neutral', 'success'];

/** Joins reports on one commit. @param what they are: `pull requests` or `release tags` */
export function sharedReport(reports: readonly NamedReport[], what: string): CheckRunReport | undefined {
  const sorted = [...reports].sort((a, b) => ORDER.indexOf(a.report.conclusion) - ORDER.indexOf(b.report.conclusion));
  const [worst, ...others] = sorted;
  if (!worst || others.length === 0) return worst?.report;
  const named = sorted.map(({ name, report }) => `- **${prose(name)}**: ${report.conclusion}, ${prose(report.title)}`);
  return {
    ...worst.report,
    title: clip(
      visible(`${worst.name}: ${worst.report.title} · also ${others.map(({ name }) => name).join(', ')}`),
      255,
    ),
    summary: joinWithinLimit([
      `This commit belongs to ${sorted.length} ${what}. The worst result counts:\n\n${named.join('\n')}`,
      `## ${prose(worst.name)}`,
      worst.report.summary,
      ...others.flatMap(({ name, report }) => [`## ${prose(name)}`, report.summary]),
    ]),
    annotations: [
      ...new Map(sorted.flatMap(({ report }) => report.annotations).map(each => [keyOf(each), each])).values(),
    ],
  };
}

function keyOf({ path, start_line, message }: CheckRunReport['annotations'][number]): string {
  return `${path}\0${start_line}\0${message}`;
}
