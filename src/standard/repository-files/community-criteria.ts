import { communityFile } from '../../facts/documents/community-files.js';
import type { Files } from '../../snapshot/files.js';
import type { Organization } from '../../snapshot/github.js';
import type { Reading } from '../../snapshot/reading.js';
import { type Evidence, met, type Outcome, type Problem, unknown, unmet } from '../criterion.js';

/** What is wrong with a community file. */
interface Flaw {
  readonly kind: string;
  /** A phrase that continues the name of the file. */
  readonly words: string;
}

/** Checks a community file. A missing file is unmet; a file that can be elsewhere is unknown. */
export function checkCommunityFile(
  files: Files,
  organization: Reading<Organization>,
  name: string,
  judge: (text: string, path: string) => readonly Flaw[],
): Outcome {
  const file = communityFile(files, organization, name);
  if (!file.read) return unknown(`\`${name}.md\`: ${file.reason}`);
  if (!file.value)
    return unmet(`there is no ${name}.md`, [
      { kind: 'no-file', message: `no \`${name}.md\` at the root, in \`.github/\`, or in \`docs/\`: add one` },
    ]);
  const { path, text, organization: above } = file.value;
  const place: Pick<Evidence, 'path' | 'line'> = above ? {} : { path, line: 1 };
  const where = above ? `the organization's \`${path}\`` : `\`${path}\``;
  const missing = judge(text, path);
  return missing.length > 0
    ? unmet(
        `${where} ${missing.map(({ words }) => words).join('; ')}`,
        missing.map(({ kind, words }): Problem => ({ kind, ...place, message: `${where} ${words}` })),
      )
    : met(`${where} exists`, [{ ...place, message: 'the file' }]);
}
