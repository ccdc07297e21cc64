import { existsSync } from 'node:fs';
import { UnreadableError } from '../collect/unreadable.js';
import { POLICY_PATH } from '../policy/policy.js';
import { readPolicy } from '../policy/policy-file.js';
import type { FormatOf } from '../report/formats.js';
import { CIM_STANDARD } from '../standard/cim.js';
import { printReport } from './output.js';
import { textOfFile } from './text-file.js';

/** `cim-readiness policy [FILE]` */
export async function policyCommand(file: string, { format }: { readonly format: FormatOf<'policy'> }): Promise<void> {
  if (file === POLICY_PATH && !existsSync(file))
    throw new UnreadableError(
      `there is no ${POLICY_PATH} here, so the default policy applies; name another file to check it`,
    );
  const text = await textOfFile(file);
  const { problems } = readPolicy({ path: file, text }, undefined, CIM_STANDARD, new Date().toISOString());
  await printReport('policy', format, { path: file, problems });
  process.exitCode = problems.length > 0 ? 1 : 0;
}
