/** The check run `CIM version`: a release tag, checked at its commit. */
import type { TagAnswer } from '../../facts/releases/tag-check.js';
import type { Enforcement } from '../../policy/policy.js';
import { clip, code, prose, visible } from '../escape.js';
import { type TagReport, tagMarkdown } from '../tag.js';
import type { Annotation, CheckRunReport } from './report.js';
import { joinWithinLimit } from './size-limit.js';

/** The check run for a release tag. */
export function versionCheckRun(report: TagReport, enforcement: Enforcement): CheckRunReport {
  const wrong = report.answers.filter(({ status }) => status === 'unmet');
  const [first] = wrong;
  const name = clip(visible(report.tag), 100);
  return {
    conclusion: wrong.length === 0 ? 'success' : enforcement === 'report' ? 'neutral' : 'failure',
    title: clip(first ? `${name}: ${visible(first.message)}` : `${name} is a valid release`, 255),
    summary: joinWithinLimit([tagMarkdown(report).trimEnd(), ...(first ? [howToFix(report.tag)] : [])]),
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
      title: `Release tag: ${asked}`,
      message: clip(visible(message), 2_000),
    },
  ];
}

function howToFix(tag: string): string {
  const name = code(clip(tag, 100));
  return `*How to fix:* fix the problem on the default branch and release the next version. If nobody uses the tag yet, you can move it instead: ${prose('delete it locally and on GitHub (`git tag -d TAG`, `git push --delete origin TAG`), tag the right commit, and push')} ${name} again. Before the next release, ${code('cim-readiness tag VERSION')} checks a tag that does not exist yet.`;
}
