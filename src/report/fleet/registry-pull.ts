/** The text of the pull request that keeps the registry up to date. */
import type { FleetView } from '../../fleet/view.js';
import { counted } from '../../standard/criterion.js';
import { joinWithinLimit } from '../check-run/size-limit.js';
import { clip, code, prose } from '../escape.js';
import type { FieldChange, Refusal, RegistryPlan } from './registry-plan.js';

export interface RegistryPullInput {
  readonly view: FleetView;
  /** What changes against the default branch. */
  readonly changes: readonly FieldChange[];
  readonly refused: readonly Refusal[];
  readonly conflicts: RegistryPlan['conflicts'];
  /** Whether the branch, which has commits of people, conflicts with the default branch. */
  readonly isConflicting: boolean;
}

/** GitHub's limit for the body of a pull request, in characters. */
const BODY_LIMIT = 65_536;

/** The body, as Markdown. */
export function registryPullBody({ view, changes, refused, conflicts, isConflicting }: RegistryPullInput): string {
  const assessed = view.modules.filter(({ measured }) => measured).length;
  return joinWithinLimit(
    [
      `This pull request writes what was measured into the registry: ${assessed} of ${counted(view.modules.length, 'module')} assessed against ${code(view.standard)}. This app updates it at most once a day, and at once if a status changes. Commits that people add to its branch stay.`,
      ...(isConflicting
        ? [
            '**This branch conflicts with the default branch.** It has commits that this app did not make, so this app leaves it as it is: resolve the conflict, or close this pull request and delete the branch.',
          ]
        : []),
      ...section('Edited on this branch, and measured otherwise', conflicts),
      ...fields(changes),
      ...section('Left as it is', refused),
    ],
    { limit: BODY_LIMIT },
  );
}

function section(title: string, all: readonly Refusal[]): string[] {
  return all.length === 0
    ? []
    : [`### ${title}`, all.map(({ path, reason }) => `- ${code(path)}: ${prose(clip(reason, 300))}`).join('\n')];
}

function fields(changes: readonly FieldChange[]): string[] {
  if (changes.length === 0) return [];
  const cell = (text: string | null) => (text === null ? '' : code(clip(text, 60)).replaceAll('|', '\\|'));
  const rows = changes.map(
    ({ module, field, from, to }) => `| ${cell(module)} | ${field} | ${cell(from)} | ${cell(to)} |`,
  );
  return [
    '### Changes in `registry/modules.yaml`',
    ['| Module | Field | Before | After |', '|---|---|---|---|', ...rows].join('\n'),
  ];
}
