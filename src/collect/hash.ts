import { createHash, type Hash } from 'node:crypto';

/** The hash of a Git object to be fed with its content: Git puts type and size before it (gitformat-loose(5)). */
export function objectHash(type: 'blob' | 'tree', size: number, algorithm: 'sha1' | 'sha256' = 'sha1'): Hash {
  return createHash(algorithm).update(`${type} ${size}\0`);
}

/** Git's hash of a content. */
export function blobHash(content: Uint8Array, algorithm: 'sha1' | 'sha256' = 'sha1'): string {
  return objectHash('blob', content.length, algorithm).update(content).digest('hex');
}
