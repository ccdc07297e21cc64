/** A short run of an oracle as a test. */
import { expect, it } from '@jest/globals';
import type { Oracle } from '../../oracle/oracle.js';
import { isInstalled } from '../../oracle/tool.js';

/** Tests that the reader and the tool agree on a few inputs of a fixed seed. Without the tool, the test is skipped and says so. */
export function agrees(oracle: Oracle, runs: number): void {
  const { name, tool } = oracle;
  const installed = isInstalled(tool);
  const without = installed ? '' : ` (skipped: ${tool.command} is not installed; Debian: ${tool.package})`;
  const itInstalled = installed ? it : it.skip;
  itInstalled(`${runs} inputs of the oracle ${name}${without}`, async () => {
    expect(await oracle.check(runs, 1)).toBeUndefined();
  });
}
