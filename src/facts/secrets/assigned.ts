/**
 * Random values given to a name that says what they are: `api_key = "…"`, `"client_secret": "…"`. Such values have no mark
 * of their own, so everything that has a meaning is left alone: words, paths, hashes of passwords, names of variables.
 */
import { shannonEntropy, isAddress, isPlaceholder } from './placeholders.js';

const anyCase = (word: string) => word.replace(/[a-z]/g, letter => `[${letter.toUpperCase()}${letter}]`);

/** What one pass over the text looks for. */
export const NAME_START = ['api_?key', 'secret', 'token', 'passw', 'auth_?key']
  .map(word => word.replace(/[a-z]+/g, anyCase))
  .join('|');

const ASSIGNED =
  /[a-z]+(?:[_-]?(?:key|token|secret|value|ord|access_?key|access_?token))?["'`]?(?:\s?:\s?(?:&(?:'static )?str|String|string))?\s{0,4}(?::=|=>|[:=])\s{0,4}(["'`])(?<value>[A-Za-z0-9_+/=.-]{20,150})\1/iy;

/** YAML and variable files need no quotes: `api_key: …`, `API_KEY=…` on a line of its own. */
const UNQUOTED =
  /[a-z]+(?:[_-]?(?:key|token|secret|value|ord|access_?key|access_?token))?(?:[ \t]{0,4}:[ \t]{1,4}|=)(?<value>[A-Za-z0-9_+/=.-]{20,150})[ \t]*(?:#.*)?$/imy;
/** An entry of a list in YAML, as Kubernetes has them: `- name: API_KEY`, and below it `value: …`. */
const PAIRED =
  /[a-z]+(?:[_-]?(?:key|token|secret|value|ord|access_?key|access_?token))?["']?[ \t]*\r?\n[ \t]*value:[ \t]{1,4}(["']?)(?<value>[A-Za-z0-9_+/=.-]{20,150})\1[ \t]*(?:#.*)?$/imy;
/** What a list's entry has before its name. */
const NAMED = /(?:^|\n)[ \t]*(?:- )?name:[ \t]*["']?[\w.-]*$/;
/** The values of a sealed secret of Kubernetes, which only its cluster can open. */
const SEALED_SECRET = /^kind:[ \t]*["']?SealedSecret\b/m;
const LINE_START = /(?:^|\n)[ \t]*(?:- )?(?:export )?["']?[\w.-]*$/;
/** What stands before a name that makes its value public. */
// bounded: the 80 characters before it
const OPEN = /(?:encrypted|sealed|cipher|hashed|public|contract|mint)[_-]?\w*$/i;
/** So long a name may be. */
const LONGEST_NAME = 80;
/** So far into a text the kind of a manifest is looked for. */
const LONGEST_MANIFEST = 64 * 1024;

/** Whether a random value is assigned to a credential's name at `index`. */
export function isAssigned(text: string, index: number): boolean {
  const before = text.slice(Math.max(0, index - LONGEST_NAME), index);
  if (OPEN.test(before)) return false;
  const value =
    valueAt(ASSIGNED, text, index) ??
    (LINE_START.test(before) ? valueAt(UNQUOTED, text, index) : undefined) ??
    (NAMED.test(before) ? valueAt(PAIRED, text, index) : undefined);
  return (
    value !== undefined &&
    isRandom(value) &&
    !isPlaceholder(value) &&
    !isAddress(value) &&
    !SEALED_SECRET.test(text.slice(0, LONGEST_MANIFEST))
  );
}

function valueAt(pattern: RegExp, text: string, index: number): string | undefined {
  pattern.lastIndex = index;
  return pattern.exec(text)?.groups?.['value'];
}

/** Letters and digits mixed as only a generator mixes them; Base64 of JSON is a cursor or a signed token, and says nothing. */
function isRandom(value: string): boolean {
  if (value.startsWith('eyJ') || !/\d/.test(value) || !/[A-Za-z]/.test(value) || /^[\w.-]*\.[a-z]{2,4}$/.test(value))
    return false;
  if (/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)) return false;
  // Words joined by signs: an identifier, a subject, a path.
  const words = value.split(/[_.\-/+=]/).filter(word => /^[A-Za-z]{3,}$/.test(word) || /^v?\d+$/.test(word));
  if (words.join('').length * 2 > value.length) return false;
  return changes(value) >= value.length / 4 && shannonEntropy(value) >= 3.6;
}

/** How often a value goes from letters to digits, or from small to capital, and back. */
function changes(value: string): number {
  const kind = (character: string) => (/\d/.test(character) ? 0 : /[a-z]/.test(character) ? 1 : 2);
  return Array.from(value).filter((character, index) => index > 0 && kind(character) !== kind(value.charAt(index - 1)))
    .length;
}
