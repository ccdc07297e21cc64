/** Changes of files in the format of `git diff`, which `git apply` reads. */
import { createTwoFilesPatch } from 'diff';
import type { ChangedFile } from '../fixes/plan.js';

/** The patch of one file. */
export function filePatch({ path, before, text }: ChangedFile): string {
  const patch = createTwoFilesPatch(
    before === null ? '/dev/null' : `a/${path}`,
    `b/${path}`,
    before ?? '',
    text,
    undefined,
    undefined,
    { context: 3 },
  );
  const header = `diff --git a/${path} b/${path}\n${before === null ? 'new file mode 100644\n' : ''}`;
  return header + patch.replace(/^=+\n/, '').replace(/^(---|\+\+\+) (.*?)\t?$/gm, '$1 $2');
}
