/** One criterion explained, and the standard as a whole: the same words in a terminal, in JSON and in the documentation. */
import type { Criterion } from '../standard/criterion.js';
import type { Standard } from '../standard/standard.js';
import { jsonText } from './json-text.js';

/** What `explain` answers. */
export interface Explanation {
  readonly standard: Standard;
  readonly criterion: Criterion;
}

/** A criterion as Markdown; `explain` prints it as it is, and the documentation is made of it. */
export function explanationMarkdown({ standard, criterion }: Explanation): string {
  const { id, title, severity, kind, rationale, looksAt, looksNotAt, remediation, example } = criterion;
  const parts = [
    `# ${title}`,
    `\`${id}\` · ${standard.sectionOf(criterion).title} · ${severity} · ${kind}`,
    rationale,
    `## What is looked at\n\n${looksAt}`,
    looksNotAt && `## What is not\n\n${looksNotAt}`,
    example.met && `## Met\n\n${example.met}`,
    example.unmet && `## Unmet\n\n${example.unmet}`,
    `## How to fix\n\n${remediation}`,
    outlook(criterion),
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

/** How a gap is accepted for a while, or how a word is given. */
function outlook({ id, kind }: Criterion): string {
  const waive = `Where the gap is to be accepted for a while, comment \`/cim waive ${id} until 2027-01-31 because REASON\`, or add to \`.github/cim.yml\` on the default branch:\n\n\`\`\`yaml\nwaivers:\n  - { criterion: ${id}, reason: "why it may wait", by: your-login, until: 2027-01-31 }\n\`\`\`\n\nA waived criterion no longer blocks; it is not met either.`;
  if (kind !== 'attested') return `## How to waive\n\n${waive}`;
  return `## How to attest\n\nNo code can decide this: a maintainer says it, another person confirms it, and it holds until a date. Comment \`/cim attest ${id} with LINK: what you looked at, and what you found\` and have the pull request that comes of it approved by another person; or add to \`.github/cim.yml\`:\n\n\`\`\`yaml\nattestations:\n  - criterion: ${id}\n    statement: "what you looked at, and what you found"\n    evidence: "https://…"\n    by: your-login\n    confirmedBy: another-login\n    until: 2027-01-31\n\`\`\`\n\n## How to waive\n\n${waive}`;
}

/** A criterion as JSON. */
export function explanationJson(explanation: Explanation): string {
  return jsonText(criterionValue(explanation));
}

/** A criterion as a plain value. */
export function criterionValue({ standard, criterion }: Explanation): Record<string, unknown> {
  const { id, title, severity, kind, rationale, looksAt, looksNotAt, remediation, example } = criterion;
  return {
    id,
    section: standard.sectionOf(criterion).id,
    title,
    severity,
    kind,
    rationale,
    looksAt,
    looksNotAt,
    remediation,
    example,
  };
}
