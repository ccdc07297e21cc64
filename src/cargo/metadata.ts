/** What `[package]` tells of a crate: https://doc.rust-lang.org/cargo/reference/manifest.html#the-package-section */

import { stringsOf } from '../formats/toml.js';
import { type Files, parentOf, resolve } from '../snapshot/files.js';
import { categoryFault } from './categories.js';
import type { Located, Package } from './model.js';

/** Something that is missing or wrong, where a person would mend it. */
export interface ManifestFault {
  /** What is wrong, as a key in kebab case. */
  readonly kind: string;
  /** The field, or the value in it, that is wrong. */
  readonly subject: string;
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

/** The repository that the manifest should name; null where nobody knows. */
export interface Whose {
  readonly owner: string | null;
  readonly repo: string | null;
}

/** What the metadata lacks, in the order of the lines. */
export function metadataFaults(files: Files, pkg: Package, whose: Whose): ManifestFault[] {
  const faults = [
    ...lacking(pkg),
    ...repositoryFaults(pkg, whose),
    ...keywordFaults(pkg),
    ...categoryFaults(pkg),
    ...readmeFaults(files, pkg),
  ];
  return faults.sort((a, b) => (a.path === b.path ? a.line - b.line : a.path < b.path ? -1 : 1));
}

const NEEDED = [
  { keys: ['description'], add: '`description`: one sentence that says what the crate does' },
  { keys: ['license', 'license-file', 'license_file'], add: '`license`, such as `"MIT OR Apache-2.0"`' },
  { keys: ['repository'], add: '`repository`: the address of this repository' },
  { keys: ['keywords'], add: '`keywords`: one to five words' },
  { keys: ['categories'], add: '`categories`: slugs of https://crates.io/category_slugs' },
  { keys: ['edition'], add: '`edition`, such as `"2021"`' },
  { keys: ['rust-version'], add: '`rust-version`: the oldest Rust that builds it' },
] as const;

function lacking(pkg: Package): ManifestFault[] {
  return NEEDED.filter(({ keys }) => !keys.some(key => isGiven(pkg.fields.get(key)?.value))).map(({ keys, add }) => ({
    kind: 'missing-field',
    subject: keys[0],
    ...placeOf(pkg, pkg.fields.get(keys[0])),
    message: `no ${add}`,
  }));
}

function isGiven(value: unknown): boolean {
  return typeof value === 'string' ? value.trim() !== '' : Array.isArray(value) && stringsOf(value).length > 0;
}

/** The place of a field; of one that is missing, that of the package. */
function placeOf(pkg: Package, field: Located<unknown> | undefined): { path: string; line: number } {
  return { path: field?.path ?? pkg.manifestPath, line: field?.line ?? pkg.line };
}

/** `https://github.com/OWNER/NAME`, also with `.git`, a path or a fragment after it, and in the form of SSH. */
const HOSTED = /^(?:[a-z+]+:\/\/)?(?:[^/@\s]+@)?[^/:\s]+[/:]([^/\s]+)\/([^/\s#?]+)/i;

function repositoryFaults(pkg: Package, { owner, repo }: Whose): ManifestFault[] {
  const field = pkg.fields.get('repository');
  if (typeof field?.value !== 'string' || field.value.trim() === '' || owner === null || repo === null) return [];
  const [, theirs = '', name = ''] = HOSTED.exec(field.value.trim()) ?? [];
  const same = `${theirs}/${name.replace(/\.git$/i, '')}`.toLowerCase() === `${owner}/${repo}`.toLowerCase();
  const message = `\`repository\` is ${field.value}, not this one: https://github.com/${owner}/${repo}`;
  return same ? [] : [{ kind: 'other-repository', subject: 'repository', ...placeOf(pkg, field), message }];
}

/** crates.io takes no more. */
const MOST_KEYWORDS = 5;

function keywordFaults(pkg: Package): ManifestFault[] {
  const field = pkg.fields.get('keywords');
  const count = stringsOf(field?.value).length;
  const message = `${count} keywords: crates.io takes at most ${MOST_KEYWORDS}`;
  return count > MOST_KEYWORDS
    ? [{ kind: 'too-many-keywords', subject: 'keywords', ...placeOf(pkg, field), message }]
    : [];
}

function categoryFaults(pkg: Package): ManifestFault[] {
  const field = pkg.fields.get('categories');
  return stringsOf(field?.value).flatMap(each => {
    const fault = categoryFault(each);
    const message = `${fault}: see https://crates.io/category_slugs`;
    return fault === undefined ? [] : [{ kind: 'unknown-category', subject: each, ...placeOf(pkg, field), message }];
  });
}

/** The names that Cargo looks for where `readme` is not given. */
const FOUND = ['README.md', 'README.txt', 'README'];

function readmeFaults(files: Files, pkg: Package): ManifestFault[] {
  const field = pkg.fields.get('readme');
  const fault = (kind: string, message: string): ManifestFault[] => [
    { kind, subject: 'readme', ...placeOf(pkg, field), message },
  ];
  if (field?.value === undefined) {
    const found = FOUND.some(name => files.entries.has(resolve(pkg.folder, name)));
    return found
      ? []
      : fault('missing-field', 'no `readme`, and none that Cargo finds by itself: README.md beside the manifest');
  }
  if (field.value === false) return fault('missing-field', '`readme = false`: name the README');
  const name = typeof field.value === 'string' ? field.value : 'README.md';
  const path = resolve(parentOf(field.path), name);
  // A path that leaves the repository cannot be looked up.
  if (path.startsWith('../') || path.startsWith('/') || hasAnyCase(files, path)) return [];
  return fault('missing-readme', `\`readme\` names \`${name}\`, which is not there`);
}

/** Some file systems do not tell cases apart. */
function hasAnyCase(files: Files, path: string): boolean {
  if (files.entries.has(path)) return true;
  const wanted = path.toLowerCase();
  for (const each of files.entries.keys()) if (each.toLowerCase() === wanted) return true;
  return false;
}
