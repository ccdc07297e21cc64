import { createHash } from 'node:crypto';

/** Identifies a text: 16 hex digits. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
