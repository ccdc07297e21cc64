/**
 * Private keys in PEM (RFC 7468) and its kin: a header, a body of Base64, a footer. The body may be one line of a JSON
 * string with `\n` written out, or lines that are quoted or commented. A header alone, or one with a pattern or a variable
 * after it, is no key.
 */
import { shannonEntropy, isPlaceholder } from './placeholders.js';

/** What one pass over the text looks for. */
export const KEY_START = '-----BEGIN ';

const HEADER = /-----BEGIN (?:[A-Z0-9]{2,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----/y;
/** The longest body that is read: an RSA key of 16,384 bits has 12,500 characters. Only its beginning decides. */
const BODY_LIMIT = 2_000;
/** The least body: an Ed25519 key in PKCS #8 has 64 characters, a P-256 key in RFC 5915 without its public part 68. */
const BODY_LEAST = 40;

/** Whether a private key with a body stands at `index`. */
export function isPrivateKey(text: string, index: number): boolean {
  HEADER.lastIndex = index;
  const header = HEADER.exec(text);
  if (!header) return false;
  const from = index + header[0].length;
  const after = text.slice(from, from + BODY_LIMIT);
  const end = after.indexOf('-----END');
  const written = end < 0 ? after : after.slice(0, end);
  if (/\.\.\.|…|[<>{}$^?]/.test(written.slice(0, 200))) return false;
  const body = bare(written);
  return body.length >= BODY_LEAST && shannonEntropy(body) >= 3.5 && !isPlaceholder(body.slice(0, 80));
}

/** The Base64 that the body begins with, without line ends (also written out), quotes, comment marks and header fields. */
function bare(written: string): string {
  const lines = written.replace(/\\[nr]/g, '\n').split('\n');
  const bodies = lines.filter(line => !/^[\s"'#/*!]*[A-Za-z-]{3,20}: /.test(line));
  const joined = bodies
    .map(line => line.replace(/^[\s"'#/*!+]+/, '').replace(/(?<![\s"',+;\\])[\s"',+;\\]+$/, ''))
    .join('');
  return /^[A-Za-z0-9+/=]*/.exec(joined)?.[0] ?? '';
}
