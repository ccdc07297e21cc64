/**
 * Proves a fix: the module is assessed before and after, exactly the criteria change that the fix declares, and doing it again
 * changes nothing. What cannot be proven is not offered.
 */
import type { Assessment, Finding } from '../assess/assessment.js';
import { assess } from '../assess/assess.js';
import { compare, worsens } from '../assess/compare.js';
import { selectScope } from '../cargo/scope.js';
import { readToml } from '../formats/toml.js';
import { readYaml } from '../formats/yaml.js';
import type { Policy } from '../policy/policy.js';
import { POLICY_PATH } from '../policy/policy.js';
import { type FileChange, withChanges } from '../snapshot/changed-files.js';
import type { Files } from '../snapshot/files.js';
import { read } from '../snapshot/reading.js';
import type { Snapshot } from '../snapshot/snapshot.js';
import type { Status } from '../standard/criterion.js';
import type { Standard } from '../standard/standard.js';
import type { Answers, Fix, Proposal } from './fix.js';

/** How fixes are assessed. */
export interface FixRequest {
  readonly standard: Standard;
  /** The policy of a snapshot. */
  policy(snapshot: Snapshot): Policy;
  readonly answers: Answers;
  /** ISO 8601 */
  readonly now: string;
}

/** A snapshot with its assessment. */
export interface Assessed {
  readonly snapshot: Snapshot;
  readonly policy: Policy;
  readonly assessment: Assessment;
}

/** A change of a criterion's status. */
export interface Turn {
  readonly criterion: string;
  readonly from: Status;
  readonly to: Status;
}

/** A fix that is proven. */
export interface Proven extends Proposal {
  /** `closes`: the gap is closed. `narrows`: some of its problems are. `draft`: a person has to complete it. */
  readonly result: 'closes' | 'narrows' | 'draft';
  readonly turns: readonly Turn[];
  readonly after: Assessed;
}

export type Proof = { readonly proven: Proven } | { readonly refused: string; readonly asks?: keyof Answers };

export function assessed(snapshot: Snapshot, request: FixRequest): Assessed {
  const policy = request.policy(snapshot);
  return { snapshot, policy, assessment: assess(snapshot, request.standard, policy, request.now) };
}

/** Proposes a fix for a gap and proves it. */
export function prove(fix: Fix, criterion: string, before: Assessed, request: FixRequest): Proof {
  const proposal = proposed(fix, criterion, before, request);
  if ('declined' in proposal)
    return { refused: proposal.declined, ...(proposal.asks === undefined ? {} : { asks: proposal.asks }) };
  if (!before.snapshot.parts.files.read) return { refused: before.snapshot.parts.files.reason };
  const invalid = proposal.changes.map(change => fileProblem(before.snapshot.parts.files, change)).find(Boolean);
  if (invalid !== undefined) return { refused: invalid };
  const after = assessed(changed(before.snapshot, proposal.changes), request);
  const turns = turnsBetween(before.assessment, after.assessment);
  const undeclared = turns.find(turn => !isDeclared(fix, turn));
  if (undeclared)
    return { refused: `it would also change \`${undeclared.criterion}\` from ${undeclared.from} to ${undeclared.to}` };
  const { changes } = compare(before.assessment, after.assessment);
  const worse = changes.find(
    change =>
      worsens(change) &&
      !fix.rewords?.includes(change.criterion) &&
      !turns.some(turn => turn.criterion === change.criterion) &&
      !(fix.isDraft && fix.criteria.includes(change.criterion)),
  );
  if (worse) return { refused: `it would add a problem to \`${worse.criterion}\`` };
  const result = resultOf(fix, criterion, { changes, turns });
  if (result === undefined) return { refused: 'it would not close the gap' };
  if (result !== 'closes') {
    const again = proposed(fix, criterion, after, request);
    if (!('declined' in again) && isChange(after.snapshot.parts.files, again.changes))
      return { refused: 'doing it twice would change the files again' };
  }
  return { proven: { ...proposal, result, turns, after } };
}

function proposed(fix: Fix, criterion: string, { snapshot, policy, assessment }: Assessed, request: FixRequest) {
  const { files, history, tags, repository, registry } = snapshot.parts;
  if (!files.read) return { declined: files.reason };
  const scope = selectScope(files.value, {
    repo: snapshot.subject.repo,
    ...(policy.module === undefined ? {} : { module: policy.module }),
  });
  const finding = findingFor(assessment, criterion);
  return fix.propose({
    subject: snapshot.subject,
    files: files.value,
    packages: scope.kind === 'packages' ? scope.packages : [],
    history,
    tags,
    repository,
    registry,
    problems: finding?.status === 'unmet' ? finding.evidence : [],
    answers: request.answers,
    today: request.now.slice(0, 10),
  });
}

export function findingFor({ findings }: Assessment, criterion: string): Finding | undefined {
  return findings.find(each => each.criterion === criterion);
}

/** Why a change cannot be made; undefined if it can. */
function fileProblem(files: Snapshot['parts']['files'], { path, text }: FileChange): string | undefined {
  const entry = files.read ? files.value.entries.get(path) : undefined;
  if (entry && entry.mode !== 'file' && entry.mode !== 'executable') return `\`${path}\` is a ${entry.mode}`;
  if (entry && !entry.text.read) return `\`${path}\` was not read: ${entry.text.reason}`;
  if (path.endsWith('.toml') && 'problem' in readToml(text)) return `\`${path}\` would no longer be valid TOML`;
  if (/\.ya?ml$/.test(path) && readYaml(text).problems.length > 0) return `\`${path}\` would no longer be valid YAML`;
  return undefined;
}

function changed(snapshot: Snapshot, changes: readonly FileChange[]): Snapshot {
  const { files, policy } = snapshot.parts;
  if (!files.read) return snapshot;
  const own = changes.find(({ path }) => path === POLICY_PATH)?.text;
  return {
    ...snapshot,
    parts: {
      ...snapshot.parts,
      files: read(withChanges(files.value, changes)),
      ...(own === undefined ? {} : { policy: read({ ...(policy.read ? policy.value : {}), own }) }),
    },
  };
}

function isChange(files: Snapshot['parts']['files'], changes: readonly FileChange[]): boolean {
  return changes.some(({ path, text }) => files.read && textIn(files.value, path) !== text);
}

function textIn({ entries }: Files, path: string): string | undefined {
  const text = entries.get(path)?.text;
  return text?.read ? text.value : undefined;
}

function turnsBetween(before: Assessment, after: Assessment): Turn[] {
  return after.findings.flatMap(({ criterion, status: to }) => {
    const from = findingFor(before, criterion)?.status;
    return from === undefined || from === to ? [] : [{ criterion, from, to }];
  });
}

function isDeclared({ criteria, alsoChanges = {}, isDraft }: Fix, { criterion, to }: Turn): boolean {
  if (!isDraft && criteria.includes(criterion) && to === 'met') return true;
  return Object.hasOwn(alsoChanges, criterion) && (alsoChanges[criterion] ?? []).includes(to);
}

function resultOf(
  { isDraft }: Fix,
  criterion: string,
  { changes, turns }: { changes: ReturnType<typeof compare>['changes']; turns: readonly Turn[] },
): Proven['result'] | undefined {
  if (isDraft) return 'draft';
  if (turns.some(turn => turn.criterion === criterion && turn.to === 'met')) return 'closes';
  return changes.some(change => change.criterion === criterion && change.kind === 'narrowed') ? 'narrows' : undefined;
}
