/**
 * Credentials and private keys in the tree. One pass over a text looks for how they begin; where one begins, its whole form
 * is read from there. Nothing here keeps or gives back the secret itself.
 */

import { assessedFiles } from '../../cache/assessed-files.js';
import { memo, memoByBlob } from '../../cache/memo.js';
import { offReason } from '../../rust/cfg.js';
import { offRanges } from '../../rust/inactive-code.js';
import { readRust } from '../../rust/items.js';
import { endLineAt, lineAt } from '../../rust/tokens.js';
import { type FileEntry, type Files, baseName } from '../../snapshot/files.js';
import { isAssigned, NAME_START } from './assigned.js';
import { type CredentialFormat, FORMS } from './credential-formats.js';
import { findPrefixes } from './credential-prefixes.js';
import { isEnvFile, linesWithValues } from './env-file.js';
import { shannonEntropy, isPlaceholder } from './placeholders.js';
import { isPrivateKey, KEY_START } from './private-keys.js';
import { hasPassword, URL_MARK } from './urls.js';

/** A credential at its place. The credential itself is not here. */
export interface Secret {
  readonly id: string;
  /** "a GitHub personal access token": with its article. */
  readonly what: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
}

export interface FoundSecret extends Secret {
  readonly path: string;
}

export interface Secrets {
  /** By path, then line. */
  readonly found: readonly FoundSecret[];
  /** Those of test code and of examples in documents, which open nothing as a rule: noted, not found. */
  readonly noted: readonly FoundSecret[];
  /** Texts that were not kept (oversized, missing), although they are neither vendored nor generated: not searched. */
  readonly unread: readonly { readonly path: string; readonly reason: string }[];
}

type Reader = (text: string, index: number) => Omit<Secret, 'line' | 'column'> | undefined;

const READERS: readonly (readonly [start: string, read: Reader])[] = [
  [KEY_START, (text, index) => (isPrivateKey(text, index) ? { id: 'private-key', what: 'a private key' } : undefined)],
  [
    URL_MARK,
    (text, index) => (hasPassword(text, index) ? { id: 'url-password', what: 'a URL with a password' } : undefined),
  ],
  ...FORMS.map(form => [form.start, readerOf(form)] as const),
  [
    NAME_START,
    (text, index) =>
      isAssigned(text, index)
        ? { id: 'generic-api-key', what: 'a credential, by its name and its randomness' }
        : undefined,
  ],
];
const beginningsIn = findPrefixes(READERS.map(([start]) => start));

/** Finds the credentials of a text, in their order. */
export function findSecrets(text: string): Secret[] {
  const secrets: (Omit<Secret, 'line' | 'column'> & { readonly index: number })[] = [];
  // One may begin inside what only began like another.
  for (const { index, number } of beginningsIn(text)) {
    const secret = READERS[number]?.[1](text, index);
    if (secret) secrets.push({ ...secret, index });
  }
  const all = placed(text, secrets);
  // What has a form of its own is not told a second time by its name.
  const formed = new Set(all.filter(({ id }) => id !== 'generic-api-key').map(({ line }) => line));
  return all.filter(({ id, line }) => id !== 'generic-api-key' || !formed.has(line));
}

/** The credentials of the tree. */
export const treeSecrets = memo((files: Files): Secrets => {
  const found: FoundSecret[] = [];
  const noted: FoundSecret[] = [];
  const unread: { readonly path: string; readonly reason: string }[] = [];
  for (const entry of assessedFiles(files)) {
    if (!entry.text.read) {
      if (mayBeText(entry, entry.text.reason)) unread.push({ path: entry.path, reason: entry.text.reason });
    } else if (entry.mode !== 'symlink') {
      for (const secret of inFile(entry, entry.text.value)) {
        const aside = isTestPath(entry.path) || secret.tested || isIllustration(entry.path, secret);
        (aside ? noted : found).push({ ...secretOf(secret), path: entry.path });
      }
    }
  }
  return { found, noted, unread };
});

/** Whether a file that was not kept may hold text: a big picture or program was not looked into to see that it is binary. */
function mayBeText({ path, mode }: FileEntry, reason: string): boolean {
  return (
    !/\bbinary\b/.test(reason) &&
    !(mode === 'executable' && !baseName(path).includes('.')) &&
    !/\.(?:png|jpe?g|gif|webp|ico|svg|pdf|gz|tgz|xz|zst|bz2|zip|7z|tar|jar|wasm|so|dll|dylib|exe|bin|a|rlib|mp[34]|mov|webm|wav|ogg|ttf|otf|woff2?|car|db|sqlite3?|parquet|onnx|lock)$/i.test(
      path,
    )
  );
}

interface InFile extends Secret {
  /** Whether it stands in a unit test beside the code. */
  readonly tested: boolean;
}

const inText = memoByBlob((text: string): readonly InFile[] => {
  const secrets = findSecrets(text);
  const tests = secrets.length === 0 ? [] : testLines(text);
  return secrets.map(secret => ({
    ...secret,
    tested: tests.some(([from, to]) => from <= secret.line && secret.line <= to),
  }));
});

function inFile(entry: FileEntry, text: string): readonly InFile[] {
  const secrets = inText(entry, text);
  if (!isEnvFile(entry.path)) return secrets;
  const [line] = linesWithValues(text, entry.path);
  if (line === undefined) return secrets;
  return [
    { id: 'env-file', what: 'a file of environment variables with their values', line, column: 1, tested: false },
  ];
}

function secretOf({ id, what, line, column }: InFile): Secret {
  return { id, what, line, column };
}

/**
 * A document shows by example what a request looks like: only what has a credential's own form is one there. An example
 * brings the key of its self-signed certificate.
 */
function isIllustration(path: string, { id }: Secret): boolean {
  if (id === 'private-key') return /(?:^|\/)examples?\/|self[-_]?signed/i.test(path);
  return id === 'generic-api-key' && /\.(?:md|mdx|markdown|rst|adoc|txt)$/i.test(path);
}

/** A directory or file of tests: what stands there opens nothing, as a rule. */
function isTestPath(path: string): boolean {
  return (
    /(?:^|\/)(?:tests?|__tests__|testdata|test[-_][\w-]+|[\w-]+[-_]tests?|test[-_]?fixtures?|fixtures?|specs?|e2e)\//i.test(
      path,
    ) ||
    // bounded: a path has at most 4,096 bytes
    /(?:^|\/)(?<!\bsrc\/(?:.*\/)?)testing\//i.test(path) ||
    /(?:^|\/)(?:tests?|[^/]*[._-]tests?)\.[a-z]+$/i.test(path)
  );
}

/** The first and last lines of what is test code in a Rust file; none in other files. */
function testLines(text: string): (readonly [number, number])[] {
  if (!/#!?\[(?:cfg\(|[\w:]*test\b)/.test(text)) return [];
  const file = readRust(text);
  return offRanges(file, offReason).flatMap(({ from, to, why }) =>
    why === 'test' ? [[lineAt(file.tokens, from), endLineAt(file.tokens, to - 1)] as const] : [],
  );
}

function readerOf(form: CredentialFormat): Reader {
  const whole = new RegExp(`(?<![A-Za-z0-9_])${form.whole}`, 'y');
  const named = new RegExp(form.whole, 'y');
  const startsWord = /^[A-Za-z0-9_(]/.test(form.start);
  return (text, index) => {
    const pattern = startsWord && !form.whole.startsWith('[') ? whole : named;
    pattern.lastIndex = index;
    const value = pattern.exec(text)?.groups?.['value'];
    if (value === undefined || shannonEntropy(value) < form.entropy || isPlaceholder(value)) return undefined;
    return { id: form.id, what: form.what };
  };
}

/** Gives each its line and column, walking the text once. */
function placed(
  text: string,
  secrets: readonly (Omit<Secret, 'line' | 'column'> & { readonly index: number })[],
): Secret[] {
  let line = 1;
  let start = 0;
  return secrets.map(({ index, id, what }) => {
    for (let end = text.indexOf('\n', start); end >= 0 && end < index; end = text.indexOf('\n', start)) {
      line++;
      start = end + 1;
    }
    return { id, what, line, column: index - start + 1 };
  });
}
