/**
 * Text whose UTF-8 bytes were read in another encoding and saved again: `âœ…` and `‚úÖ` are both ✅. Such a run of
 * characters is turned back; what ordinary prose may write stays as it is.
 */
import { TextDecoder } from 'node:util';

/** A line that was not what it should be. */
export interface Repair {
  /** From 1. */
  readonly line: number;
  /** What the file holds. */
  readonly found: string;
  /** What it should hold. */
  readonly meant: string;
}

/** Words of a mangled script are shorter; a longer run is a text in a script of its own. */
const LONGEST_RUN = 1_000;

/** How often a text can have been mangled before it is no longer read. */
const LAYERS = 3;

/** The characters of the bytes 0x80 to 0xFF. Undefined bytes of Windows-1252 stand for the controls of the same number. */
const WINDOWS_1252 =
  '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ' +
  String.fromCharCode(...Array.from({ length: 96 }, (_, index) => 0xa0 + index));
/** The Apple logo has no code point of its own: U+F8FF stands for it. */
const MAC_ROMAN =
  'ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø' +
  '¿¡¬√ƒ≈∆«»…\u00a0ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\uf8ffÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ';

/** From a character to its byte. */
const ENCODINGS: readonly ReadonlyMap<string, number>[] = [WINDOWS_1252, MAC_ROMAN].map(
  characters => new Map(characters.split('').map((character, index) => [character, 0x80 + index])),
);
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A text with its mangled runs turned back, and the lines on which there were any. The number of lines stays. */
export function repaired(text: string): { readonly text: string; readonly repairs: readonly Repair[] } {
  // oxlint-disable-next-line no-control-regex
  if (!/[^\x00-\x7f]/.test(text)) return { text, repairs: [] };
  const repairs: Repair[] = [];
  const lines = text.split('\n').map((found, index) => {
    const meant = found.replace(/[\u0080-\uffff]+/g, turnedBack);
    if (meant !== found) repairs.push({ line: index + 1, found: found.trim(), meant: meant.trim() });
    return meant;
  });
  return { text: lines.join('\n'), repairs };
}

function turnedBack(run: string): string {
  if (run.length > LONGEST_RUN) return run;
  let text = run;
  for (let layer = 0; layer < LAYERS; layer += 1) {
    const before = text;
    for (const bytes of ENCODINGS) {
      const decoded = decodedBy(bytes, text);
      if (decoded === undefined) continue;
      text = decoded;
      break;
    }
    if (text === before) break;
  }
  return text;
}

function decodedBy(bytes: ReadonlyMap<string, number>, run: string): string | undefined {
  if (isProse(run)) return undefined;
  const encoded = new Uint8Array(run.length);
  for (let at = 0; at < run.length; at += 1) {
    const byte = bytes.get(run.charAt(at));
    if (byte === undefined) return undefined;
    encoded[at] = byte;
  }
  try {
    return UTF8.decode(encoded);
  } catch {
    return undefined;
  }
}

/**
 * Letters with quotation marks and dashes around them (`’é`, `Ü–`, `é…”`) stand in correct prose, though their bytes may
 * happen to be UTF-8. `Â` and `Ã` begin most mangled Latin letters; `â` begins mangled punctuation.
 */
function isProse(run: string): boolean {
  return /^[–—“”‘’…«»]*(?:[\p{Lu}\p{Ll}]+[–—“”‘’…«»]*)?$/u.test(run) && !/[ÂÃâ]/.test(run);
}
