import { existsSync } from 'node:fs';
import { runExamples } from '../assess/examples.js';
import { UnreadableError } from '../collect/unreadable.js';
import { POLICY_PATH } from '../policy/policy.js';
import { readExamples, readPolicy } from '../policy/policy-file.js';
import type { FormatOf } from '../report/formats.js';
import { passes } from '../report/policy.js';
import { DEFAULT_STANDARD } from '../standard/all.js';
import { printReport } from './output.js';
import { textOfFile } from './text-file.js';

/** `cim-readiness policy [FILE]` */
export async function policyCommand(
  file: string,
  { format, test }: { readonly format: FormatOf<'policy'>; readonly test?: true | undefined },
): Promise<void> {
  if (file === POLICY_PATH && !existsSync(file))
    throw new UnreadableError(
      `there is no ${POLICY_PATH} here, so the default policy applies; name another file to check it`,
    );
  const text = { path: file, text: await textOfFile(file), isWhole: true } as const;
  const { policy, problems } = readPolicy(text, undefined, DEFAULT_STANDARD, new Date().toISOString());
  const examples = test ? runExamples(policy.criteria ?? [], readExamples(text, DEFAULT_STANDARD)) : undefined;
  await printReport('policy', format, { path: file, problems, ...(examples ? { examples } : {}) });
  process.exitCode = problems.length > 0 || examples?.some(each => !passes(each)) ? 1 : 0;
}
