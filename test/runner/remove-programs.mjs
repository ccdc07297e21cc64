/** Removes the bundled programs after all test files. */
import { rmSync } from 'node:fs';

export default function teardown() {
  rmSync(process.env.CIM_READINESS_TEST_PROGRAMS, { recursive: true, force: true });
}
