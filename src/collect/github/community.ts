/** What holds for every repository of an organisation: the community files of its `.github` repository, and the policies. */
import { z } from 'zod';
import type { Organisation } from '../../snapshot/github.js';
import type { PolicyTexts } from '../../snapshot/policy-file.js';
import { type Reading, read, unread } from '../../snapshot/reading.js';
import { type Answer, part } from './answer.js';

const BLOB = z.object({ text: z.string().nullish(), isTruncated: z.boolean().nullish() }).nullish();

/** An organisation's `.github` repository, or nothing where it is not there. */
const COMMUNITY = z
  .object({
    root: folderAt(''),
    github: folderAt('.github/'),
    docs: folderAt('docs/'),
  })
  .transform(({ root, github, docs }) => ({ files: new Map([...root, ...github, ...docs]) }));

function folderAt(prefix: string) {
  return z
    .object({ entries: z.array(z.object({ name: z.string(), object: BLOB })).nullish() })
    .nullish()
    .transform(folder =>
      (folder?.entries ?? []).flatMap(({ name, object }): [string, string][] =>
        typeof object?.text === 'string' ? [[`${prefix}${name}`, object.text]] : [],
      ),
    );
}

/** The files that hold for the whole organisation: https://docs.github.com/en/communities (default community health files) */
export function organisationIn(answer: Answer): Reading<Organisation> {
  if (!isThere(answer)) return unread("the organisation's `.github` repository is not there, or may not be read");
  return part(answer, ['organisation'], COMMUNITY);
}

/** The policy of the default branch, and the organisation's. An organisation's that cannot be seen counts as none. */
export function policyIn(answer: Answer): Reading<PolicyTexts> {
  const own = textAt(answer, ['repository', 'policy']);
  if (!own.read) return own;
  const above = isThere(answer) ? textAt(answer, ['organisation', 'policy']) : read(undefined);
  if (!above.read) return above;
  return read({
    ...(own.value === undefined ? {} : { own: own.value }),
    ...(above.value === undefined ? {} : { organisation: above.value }),
  });
}

function isThere(answer: Answer): boolean {
  return part(answer, ['organisation'], z.object({})).read;
}

function textAt(answer: Answer, path: readonly string[]): Reading<string | undefined> {
  const blob = part(answer, path, BLOB);
  if (!blob.read || !blob.value) return blob.read ? read(undefined) : blob;
  const { text, isTruncated } = blob.value;
  return typeof text === 'string' && !isTruncated ? read(text) : unread('the policy file is no text, or too long');
}
