/** Checks the metadata in `[package]`: https://doc.rust-lang.org/cargo/reference/manifest.html#the-package-section */

import { stringElements } from '../formats/toml.js';
import { type Files, parentDirectory, resolve } from '../snapshot/files.js';
import { categoryProblem } from './categories.js';
import type { Located, Package } from './model.js';

/** A missing or wrong field, at the place where to fix it. */
export interface MetadataProblem {
  /** The kind of problem, in kebab case. */
  readonly kind: string;
  /** The field, or the value in it, that is wrong. */
  readonly subject: string;
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

/** The repository that the manifest must name; null if it is not known. */
export interface ExpectedRepository {
  readonly owner: string | null;
  readonly repo: string | null;
}

/** Checks the metadata. Returns the problems in the order of the lines. */
export function metadataProblems(files: Files, pkg: Package, whose: ExpectedRepository): MetadataProblem[] {
  const faults = [
    ...missingFieldProblems(pkg),
    ...repositoryProblems(pkg, whose),
    ...keywordProblems(pkg),
    ...categoryProblems(pkg),
    ...readmeProblems(files, pkg),
  ];
  return faults.sort((a, b) => (a.path === b.path ? a.line - b.line : a.path < b.path ? -1 : 1));
}

const REQUIRED_FIELDS = [
  { keys: ['description'], add: '`description`: add one sentence that tells what the crate does' },
  {
    keys: ['license', 'license-file', 'license_file'],
    add: '`license`: add the SPDX expression, such as `"MIT OR Apache-2.0"`',
  },
  { keys: ['repository'], add: '`repository`: add the URL of this repository' },
  { keys: ['keywords'], add: '`keywords`: add 1 to 5 words' },
  { keys: ['categories'], add: '`categories`: add slugs from https://crates.io/category_slugs' },
  { keys: ['edition'], add: '`edition`: add it, such as `"2021"`' },
  { keys: ['rust-version'], add: '`rust-version`: add the oldest Rust version that builds the crate' },
] as const;

function missingFieldProblems(pkg: Package): MetadataProblem[] {
  return REQUIRED_FIELDS.filter(({ keys }) => !keys.some(key => isGiven(pkg.fields.get(key)?.value))).map(
    ({ keys, add }) => ({
      kind: 'missing-field',
      subject: keys[0],
      ...fieldPlace(pkg, pkg.fields.get(keys[0])),
      message: `no ${add}`,
    }),
  );
}

function isGiven(value: unknown): boolean {
  return typeof value === 'string' ? value.trim() !== '' : Array.isArray(value) && stringElements(value).length > 0;
}

/** The place of a field or, if it is missing, of the package. */
function fieldPlace(pkg: Package, field: Located<unknown> | undefined): { path: string; line: number } {
  return { path: field?.path ?? pkg.manifestPath, line: field?.line ?? pkg.line };
}

/** `https://github.com/OWNER/NAME`, also with `.git`, a path, or a fragment at the end, and in SSH form. */
const REPOSITORY_URL = /^(?:[a-z+]+:\/\/)?(?:[^/@\s]+@)?[^/:\s]+[/:]([^/\s]+)\/([^/\s#?]+)/i;

function repositoryProblems(pkg: Package, { owner, repo }: ExpectedRepository): MetadataProblem[] {
  const field = pkg.fields.get('repository');
  if (typeof field?.value !== 'string' || field.value.trim() === '' || owner === null || repo === null) return [];
  const [, theirs = '', name = ''] = REPOSITORY_URL.exec(field.value.trim()) ?? [];
  const same = `${theirs}/${name.replace(/\.git$/i, '')}`.toLowerCase() === `${owner}/${repo}`.toLowerCase();
  const message = `\`repository\` names another repository, ${field.value}: set it to https://github.com/${owner}/${repo}`;
  return same ? [] : [{ kind: 'other-repository', subject: 'repository', ...fieldPlace(pkg, field), message }];
}

/** The limit of crates.io. */
const MAX_KEYWORDS = 5;

function keywordProblems(pkg: Package): MetadataProblem[] {
  const field = pkg.fields.get('keywords');
  const count = stringElements(field?.value).length;
  const message = `${count} keywords: keep at most ${MAX_KEYWORDS}, the limit of crates.io`;
  return count > MAX_KEYWORDS
    ? [{ kind: 'too-many-keywords', subject: 'keywords', ...fieldPlace(pkg, field), message }]
    : [];
}

function categoryProblems(pkg: Package): MetadataProblem[] {
  const field = pkg.fields.get('categories');
  return stringElements(field?.value).flatMap(each => {
    const fault = categoryProblem(each);
    const message = `${fault}: use a slug from https://crates.io/category_slugs`;
    return fault === undefined ? [] : [{ kind: 'unknown-category', subject: each, ...fieldPlace(pkg, field), message }];
  });
}

/** The names that Cargo looks for if `readme` is not set. */
const DEFAULT_READMES = ['README.md', 'README.txt', 'README'];

function readmeProblems(files: Files, pkg: Package): MetadataProblem[] {
  const field = pkg.fields.get('readme');
  const fault = (kind: string, message: string): MetadataProblem[] => [
    { kind, subject: 'readme', ...fieldPlace(pkg, field), message },
  ];
  if (field?.value === undefined) {
    const found = DEFAULT_READMES.some(name => files.entries.has(resolve(pkg.folder, name)));
    return found
      ? []
      : fault(
          'missing-field',
          'no `readme`, and no README that Cargo finds by itself: add README.md beside the manifest',
        );
  }
  if (field.value === false) return fault('missing-field', '`readme = false`: name the README');
  const name = typeof field.value === 'string' ? field.value : 'README.md';
  const path = resolve(parentDirectory(field.path), name);
  // A path that leaves the repository cannot be looked up.
  if (path.startsWith('../') || path.startsWith('/') || hasAnyCase(files, path)) return [];
  return fault(
    'missing-readme',
    `\`readme\` names \`${name}\`, which does not exist: add the file or correct the name`,
  );
}

/** Whether a path exists in any case, because some file systems ignore case. */
function hasAnyCase(files: Files, path: string): boolean {
  if (files.entries.has(path)) return true;
  const wanted = path.toLowerCase();
  for (const each of files.entries.keys()) if (each.toLowerCase() === wanted) return true;
  return false;
}
