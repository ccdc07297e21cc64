import { spawnSync } from 'node:child_process';
import { describe } from '@jest/globals';
import { COMMAND } from './nats.js';

const isInstalled = spawnSync(COMMAND, ['--version']).status === 0;

/** A group of tests that is skipped, and says so, where nats-server is not installed. */
export function describeNats(name: string, tests: () => void): void {
  const without = isInstalled ? '' : ` (skipped: ${COMMAND} is not installed; Debian: ${COMMAND})`;
  (isInstalled ? describe : describe.skip)(`${name}${without}`, tests);
}
