import { memo } from '../../cache/memo.js';
import { withoutStringsAndComments } from '../../formats/nix.js';
import { type Files, readText } from '../../snapshot/files.js';
import type { Purpose } from './model.js';

/** What the checks of a flake run besides tests, by crane's names. */
export const flakeChecks = memo((files: Files): readonly Purpose[] => {
  const text = readText(files, 'flake.nix');
  const code = text.read ? withoutStringsAndComments(text.value) : '';
  const purposes: Purpose[] = [];
  if (/\bcargoAudit\b|\bcargoDeny\b/.test(code)) purposes.push('security');
  if (/\bcargoDeny\b/.test(code)) purposes.push('license');
  if (/\bcargoDoc\b/.test(code)) purposes.push('docs');
  return purposes;
});
