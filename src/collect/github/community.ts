/** Data from an organization about its repositories: the community files of its `.github` repository, the policies, and the registry. */
import { z } from 'zod';
import { REGISTRY, registryFor } from '../../facts/registry/registry.js';
import type { Organization, Registry } from '../../snapshot/github.js';
import type { PolicyTexts } from '../../snapshot/policy-texts.js';
import { type Reading, read, unread } from '../../snapshot/reading.js';
import { type Answer, part } from './answer.js';

const BLOB = z.object({ text: z.string().nullish(), isTruncated: z.boolean().nullish() }).nullish();

/** An organization's `.github` repository, if it exists. */
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

/** The files that apply to the whole organization: https://docs.github.com/en/communities (default community health files) */
export function readOrganization(answer: Answer): Reading<Organization> {
  if (!isThere(answer, 'organization'))
    return unread("the organization's `.github` repository does not exist, or this app cannot read it");
  return part(answer, ['organization'], COMMUNITY);
}

/** The policy of the default branch, and the organization's. If the organization's cannot be read, it counts as absent. */
export function readPolicyTexts(answer: Answer): Reading<PolicyTexts> {
  const own = textAt(answer, ['repository', 'policy']);
  if (!own.read) return own;
  const above = isThere(answer, 'organization') ? textAt(answer, ['organization', 'policy']) : read(undefined);
  if (!above.read) return above;
  return read({
    ...(own.value === undefined ? {} : { own: own.value }),
    ...(above.value === undefined ? {} : { organization: above.value }),
  });
}

/** The entries of the organization's registry for a repository and the modules around it. */
export function readModuleRegistry(answer: Answer, repo: string): Reading<Registry> {
  const missing = `the registry, \`${REGISTRY.modules}\` of the organization's repository \`${REGISTRY.repository}\`, does not exist, or this app cannot read it`;
  if (!isThere(answer, 'registry')) return unread(missing);
  const modules = textAt(answer, ['registry', 'modules'], 'the registry');
  const graph = textAt(answer, ['registry', 'graph'], 'the registry');
  if (!modules.read) return modules;
  if (modules.value === undefined) return unread(missing);
  const texts = { modules: modules.value, ...(graph.read && graph.value !== undefined ? { graph: graph.value } : {}) };
  return read(registryFor(repo, texts));
}

function isThere(answer: Answer, repository: 'organization' | 'registry'): boolean {
  return part(answer, [repository], z.object({})).read;
}

function textAt(answer: Answer, path: readonly string[], what = 'the policy file'): Reading<string | undefined> {
  const blob = part(answer, path, BLOB);
  if (!blob.read || !blob.value) return blob.read ? read(undefined) : blob;
  const { text, isTruncated } = blob.value;
  return typeof text === 'string' && !isTruncated ? read(text) : unread(`${what} is not text, or is too long`);
}
