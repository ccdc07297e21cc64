/** The check-run `CIM version`: a release tag, judged where it stands. */
import type { TagAnswer } from '../../facts/releases/tag-check.js';
import type { Enforcement } from '../../policy/policy.js';
import { clip, code, prose, visible } from '../escape.js';
import { type TagReport, tagMarkdown } from '../tag.js';
import type { Annotation, CheckRunReport } from './readiness.js';
import { fitting } from './size-limit.js';

/** Words the answers as a check-run. */
export function versionCheckRunOf(report: TagReport, enforcement: Enforcement): CheckRunReport {
  const wrong = report.answers.filter(({ status }) => status === 'unmet');
  const [first] = wrong;
  const name = clip(visible(report.tag), 100);
  return {
    conclusion: wrong.length === 0 ? 'success' : enforcement === 'report' ? 'neutral' : 'failure',
    title: clip(first ? `${name}: ${visible(first.message)}` : `${name} is a sound release`, 255),
    summary: fitting([tagMarkdown(report).trimEnd(), ...(first ? [howToFix(report.tag)] : [])]),
    annotations: wrong.flatMap(annotationOf),
    actions: [],
  };
}

function annotationOf({ asked, message, path, line }: TagAnswer): Annotation[] {
  if (path === undefined || line === undefined) return [];
  return [
    {
      path,
      start_line: line,
      end_line: line,
      annotation_level: 'failure',
      title: `The ${asked} at this tag`,
      message: clip(visible(message), 2_000),
    },
  ];
}

function howToFix(tag: string): string {
  const name = code(clip(tag, 100));
  return `*How to fix:* mend it on the default branch, and release the next version. A tag that nobody took yet can be moved: ${prose('delete it here and on GitHub (`git push --delete origin TAG`), tag the right commit, push')} ${name} again. Before the next one: ${code('cim-readiness tag VERSION')} judges a tag that is not there yet.`;
}
