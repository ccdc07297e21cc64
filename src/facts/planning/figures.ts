/** Percentages that claim progress, and those that measure something else. */

/** A claimed share of the work, in percent. */
export interface Claim {
  readonly line: number;
  readonly percent: number;
  /** As it was written. */
  readonly text: string;
}

const PERCENT = /(?:([<>≥≤~≈]|\d\s*[-–]|\b(?:under|over|about|at least|up to|than))\s*)?(\d{1,3}(?:\.\d+)?)\s*%(\+?)/gi;

/** What a percentage may speak of that is not progress. */
const NOT_PROGRESS =
  /\b(?:coverage|covered|pass(?:ed|ing|es)?|pass[- ]rate|latency|uptime|availability|targets?|scores?|compatib\w+|accuracy|reduction|improvement|increase|faster|savings?|sla|throughput|memory|cpu|usage|type[- ]safe|backward\w*|conformance|compliance|compliant|fidelity|rate|satisfaction|confidence|probability)\b/i;

/** The percentages of a text that say how far something is; those with a bound, and of a range, are left out. */
function percentagesIn(text: string): { readonly percent: number; readonly at: number; readonly end: number }[] {
  return [...text.matchAll(PERCENT)].flatMap(match => {
    const [whole, bound, number = '', plus] = match;
    const percent = Number(number);
    const end = match.index + whole.length;
    return bound !== undefined || plus !== '' || percent > 100 ? [] : [{ percent, at: end - number.length - 1, end }];
  });
}

/** The share that a title claims; what remains to be done is a figure of the whole, and is left out. */
export function claimInTitle(title: string): number | undefined {
  if (NOT_PROGRESS.test(title) || /\bremain/i.test(title)) return undefined;
  return percentagesIn(title).at(-1)?.percent;
}

/** The share that a status line claims. */
export function claimInStatus(status: string): number | undefined {
  return NOT_PROGRESS.test(status) ? undefined : percentagesIn(status)[0]?.percent;
}

const WHOLE_WORDS =
  /\b(?:overall|total|progress|completion|completeness|completed?|done|ready|readiness|production|project|module|current(?:ly)?|status|state|estimated|is|at|the|of|now|updated?)\b/gi;

/** The share of the whole that a title or a label with its value states, as in `Overall progress: 40 %`. */
export function totalInLabel(text: string): number | undefined {
  return /^\W*remaining\b/iu.test(text) ? remainingIn(text) : totalOfLabel(text);
}

function totalOfLabel(text: string): number | undefined {
  if (NOT_PROGRESS.test(text)) return undefined;
  const [first] = percentagesIn(text);
  if (!first) return undefined;
  const label = text.slice(0, first.at);
  const after = /^[^.;,(]*/.exec(text.slice(first.end))?.[0] ?? '';
  const says = /\b(?:overall|progress|completion|complete|completed|ready|readiness)\b/i.test(label + after);
  const rest = `${label} ${after}`.replace(WHOLE_WORDS, '').replace(/[^\p{L}]/gu, '');
  return says && rest === '' ? first.percent : undefined;
}

/** `Remaining work (3%)` is a total of 97%. */
function remainingIn(text: string): number | undefined {
  if (!/\bremaining\s+(?:work|tasks?|effort|items?|\d)/i.test(text) || NOT_PROGRESS.test(text)) return undefined;
  const [first] = percentagesIn(text);
  return first && 100 - first.percent;
}

const SENTENCE = /(?<=[.!?])\s+(?=[\p{Lu}\d*"“])/u;
const CONDITIONAL =
  /\b(?:will|would|when|until|unless|if|should|must|target(?:s|ing)?|goals?|aims?|toward|reach(?:es|ing)?|from|expected|each|every|per)\b/i;
const STATES_WHOLE = /^[-\s]*(?:production[-\s]+)?(?:ready|readiness|complete|completed|completion|done)\b/i;
const SUBJECT =
  /\b(?:project|module|crate|system|document|roadmap|plan|migration|library|package|overall|completion|progress|readiness|cim(?:-[\w-]+)?)\b/i;

/** The shares of the whole that a paragraph states in its sentences. */
export function totalsInProse(text: string): number[] {
  if (!text.includes('%')) return [];
  return text.split(SENTENCE).flatMap(sentence => {
    if (/\bremaining\s+\d/i.test(sentence)) return remainingIn(/\bremaining.*/is.exec(sentence)?.[0] ?? '') ?? [];
    return percentagesIn(sentence).flatMap(({ percent, at, end }) => {
      const before = sentence.slice(0, at);
      const after = sentence.slice(end);
      if (CONDITIONAL.test(before) || NOT_PROGRESS.test(clauseAround(before, after))) return [];
      const whole = STATES_WHOLE.exec(after)?.[0];
      const speaks = whole !== undefined && (SUBJECT.test(before) || /\breadiness\b/i.test(whole));
      return speaks && !/\b(?:all|some|most|\d+)\s+\w+s\b/i.test(before.split(',').at(-1) ?? '') ? [percent] : [];
    });
  });
}

function clauseAround(before: string, after: string): string {
  return (before.split(/[,;:(]/).at(-1) ?? '') + (/^[^,;:(]*/.exec(after)?.[0] ?? '');
}
