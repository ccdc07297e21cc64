/** A criterion explained, with the same texts in a terminal, in JSON, and in the documentation. */
import type { Criterion } from '../standard/criterion.js';
import type { Standard } from '../standard/standard.js';
import { prose } from './escape.js';
import { jsonText } from './json-text.js';

export const CRITERION_SCHEMA = 'cim-readiness/criterion/v1';

/** What `explain` answers. */
export interface Explanation {
  readonly standard: Standard;
  readonly criterion: Criterion;
}

/** A criterion as Markdown, as `explain` prints it and the documentation contains it. */
export function explanationMarkdown({ standard, criterion }: Explanation): string {
  const { id, title, severity, kind, rationale, looksAt, looksNotAt, remediation, example } = inert(criterion);
  const parts = [
    `# ${title}`,
    `\`${id}\` · ${standard.sectionOf(criterion).title} · ${severity} · ${kind}`,
    rationale,
    `## What is looked at\n\n${looksAt}`,
    looksNotAt && `## What is not looked at\n\n${looksNotAt}`,
    example.met && `## Met\n\n${example.met}`,
    example.unmet && `## Unmet\n\n${example.unmet}`,
    `## How to fix\n\n${remediation}`,
    outlook(criterion, standard.names.command),
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

/** A criterion whose texts are safe as Markdown: what an organization wrote is no markup. */
function inert(criterion: Criterion): Criterion {
  if (!criterion.own) return criterion;
  const { title, rationale, looksAt, remediation } = criterion;
  const texts = { title, rationale, looksAt, remediation };
  return { ...criterion, ...Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, prose(text)])) };
}

/** How to waive the criterion and, if it is attested, how to attest it. */
function outlook({ id, kind }: Criterion, command: string): string {
  const waive = `To accept the gap until a date, comment \`${command} waive ${id} until 2027-01-31 because REASON\`, or add this to \`.github/cim.yml\` on the default branch:\n\n\`\`\`yaml\nwaivers:\n  - { criterion: ${id}, reason: "why this can wait", by: your-login, until: 2027-01-31 }\n\`\`\`\n\nA waived criterion no longer blocks, but it does not count as met.`;
  if (kind !== 'attested') return `## How to waive\n\n${waive}`;
  return `## How to attest\n\nCode cannot decide this criterion: a maintainer attests it, another person confirms it, and the attestation expires on a date. Comment \`${command} attest ${id} with LINK: what you looked at and what you found\` and have another person approve the pull request that this opens, or add this to \`.github/cim.yml\`:\n\n\`\`\`yaml\nattestations:\n  - criterion: ${id}\n    statement: "what you looked at and what you found"\n    evidence: "https://…"\n    by: your-login\n    confirmedBy: another-login\n    until: 2027-01-31\n\`\`\`\n\n## How to waive\n\n${waive}`;
}

/** A criterion as JSON. */
export function explanationJson(explanation: Explanation): string {
  return jsonText({ schema: CRITERION_SCHEMA, ...criterionValue(explanation) });
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
