/** The central type: a criterion is one object literal with its texts and its logic. */
import type { Names } from '../policy/names.js';
import type { Policy } from '../policy/policy.js';
import type { Reading } from '../snapshot/reading.js';
import type { Part, Parts, Subject } from '../snapshot/snapshot.js';

/** A place in the repository, or a link, that shows why. */
export interface Evidence {
  readonly path?: string;
  /** From 1. */
  readonly line?: number;
  /** From 1, in UTF-16 units. */
  readonly column?: number;
  readonly message: string;
  /** A few words from the place itself, never a credential. */
  readonly excerpt?: string;
  readonly url?: string;
  /** Of a problem: what is wrong, as a key in kebab case that stays when the message changes. */
  readonly kind?: string;
  /** Of a problem: the name of the thing that is wrong, such as an item, a variable, a package, or a version. */
  readonly subject?: string;
}

/** One thing wrong at one place. The criterion, `kind`, `subject`, and `path` identify it; the message is free to change. */
export interface Problem extends Evidence {
  readonly kind: string;
}

/**
 * The result of checking a snapshot. For `unmet`, `evidence` holds one entry for each problem and nothing else; for
 * `met`, what proves it. `hints` are facts that the code found for a person who attests.
 */
export type Outcome = {
  /** The status depends on what CI runs and reports. Of an unknown criterion, only results are missing, which come after the commit. */
  readonly fromCi?: true;
} & (
  | {
      readonly status: 'met';
      readonly message: string;
      readonly evidence: readonly Evidence[];
      readonly hints?: readonly Evidence[];
    }
  | {
      readonly status: 'unmet';
      readonly message: string;
      readonly evidence: readonly Problem[];
      readonly hints?: readonly Evidence[];
    }
  | {
      readonly status: 'unknown' | 'not-applicable';
      readonly message: string;
      /** The cause, if the message also names what it affects: findings with the same cause are listed together. */
      readonly cause?: string;
      readonly hints?: readonly Evidence[];
    }
);

export type Status = Outcome['status'];
export type Severity = 'must' | 'should';
export type Kind = 'automatic' | 'reported' | 'attested';

/** What a criterion knows in addition to the parts: whose snapshot it is, and the policy in force. */
export interface Context {
  readonly subject: Subject;
  readonly policy: Policy;
  /** How the check runs of this app are named; as under the CIM standard if absent. */
  readonly names?: Names;
}

/** The parts that a criterion needs (as values) and the parts that it wants (as readings). */
export type CriterionParts<N extends Part, W extends Part> = { readonly [P in N]: Parts[P] } & {
  readonly [P in W]: Reading<Parts[P]>;
};

export interface Criterion<N extends Part = Part, W extends Part = Part> {
  /** Permanent, because waivers, attestations, issues, and links contain it. */
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly kind: Kind;
  /** An organization added the criterion to the standard. */
  readonly own?: true;
  /** The numbers that decide the status, by name. */
  readonly thresholds: Readonly<Record<string, number>>;
  /** Why the standard requires it: one or two sentences. */
  readonly rationale: string;
  /** What is checked, and when the criterion is met, in plain words. */
  readonly looksAt: string;
  /** What is deliberately not checked; empty if nothing needs saying. */
  readonly looksNotAt: string;
  /** What to do, in the imperative. Markdown. */
  readonly remediation: string;
  /** A short example of each, as Markdown (a fenced block for a file). */
  readonly example: { readonly met: string; readonly unmet: string };
  /** Parts without which the criterion is unknown; `assess` decides that before `check` is called. */
  readonly needs: readonly N[];
  /** Parts that make the result more precise; if they are not read, the message says so. */
  readonly wants: readonly W[];
  check(parts: CriterionParts<N, W>, context: Context): Outcome;
}

/** Declares a criterion; `check` receives only the parts that it names. */
export function criterion<const N extends Part, const W extends Part = never>(
  words: Omit<Criterion<N, W>, 'wants' | 'looksNotAt' | 'thresholds'> &
    Partial<Pick<Criterion<N, W>, 'wants' | 'looksNotAt' | 'thresholds'>>,
): Criterion {
  return { wants: [], looksNotAt: '', thresholds: {}, ...words };
}

/** The parts that CI fills in after a commit is pushed. */
const CI_RESULTS: ReadonlySet<Part> = new Set<Part>(['checks', 'coverage']);

/** Whether a criterion reads results of CI, so that they can change its status. */
export function readsCiResults({ needs, wants }: Criterion): boolean {
  return [...needs, ...wants].some(part => CI_RESULTS.has(part));
}

/** A section of the standard: a heading and its criteria, in order. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly criteria: readonly Criterion[];
}

/** Met; `evidence` proves it. */
export function met(message: string, evidence: readonly Evidence[] = []): Outcome {
  return { status: 'met', message, evidence };
}

/** Unmet; one piece of evidence for each problem. */
export function unmet(message: string, evidence: readonly Problem[]): Outcome {
  return { status: 'unmet', message, evidence };
}

/** Unknown: the message says why and what would decide it; for `cause` see `Outcome`. */
export function unknown(message: string, cause?: string): Outcome {
  return { status: 'unknown', message, ...(cause === undefined ? {} : { cause }) };
}

/** The same outcome, as one that depends on CI. */
export function fromCi(outcome: Outcome): Outcome {
  return { ...outcome, fromCi: true };
}

/** The criterion does not apply to this module: the message says why. */
export function notApplicable(message: string): Outcome {
  return { status: 'not-applicable', message };
}

/** Unmet if there are problems, else met. */
export function metOrUnmet(texts: {
  readonly problems: readonly Problem[];
  readonly met: string;
  readonly unmet: string;
  readonly proof?: readonly Evidence[];
}): Outcome {
  return texts.problems.length > 0 ? unmet(texts.unmet, texts.problems) : met(texts.met, texts.proof);
}

/** "1 file", "3 files": a count with its noun; pass the plural if it is not the noun and an s. */
export function counted(n: number, noun: string, plural = `${noun}s`): string {
  return `${n} ${n === 1 ? noun : plural}`;
}
