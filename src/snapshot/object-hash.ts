import { createHash, type Hash } from 'node:crypto';

/** Starts the hash of a Git object with its type and size, to be updated with its content (gitformat-loose(5)). */
export function objectHash(type: 'blob' | 'tree', size: number, algorithm: 'sha1' | 'sha256' = 'sha1'): Hash {
  return createHash(algorithm).update(`${type} ${size}\0`);
}

/** Git's hash of a blob. */
export function blobHash(content: Uint8Array, algorithm: 'sha1' | 'sha256' = 'sha1'): string {
  return objectHash('blob', content.length, algorithm).update(content).digest('hex');
}
