/** What a Dockerfile copies and starts: https://docs.docker.com/reference/dockerfile/ */
import picomatch from 'picomatch';
import { assessedFiles } from '../../cache/assessed-files.js';
import { memo } from '../../cache/memo.js';
import { ignoreRules } from '../../formats/gitignore.js';
import { type Files, baseName, foldersAbove, parentDirectory, resolve } from '../../snapshot/files.js';

export interface Dockerfile {
  readonly path: string;
  /** Sources of COPY and ADD that are not in the repository. */
  readonly missing: readonly { readonly line: number; readonly source: string }[];
  /** Programs of this repository that ENTRYPOINT or CMD start, or that are copied out of `target/`. */
  readonly programs: readonly { readonly line: number; readonly name: string }[];
}

/** The image files of a repository: those that were read, and why others were not. */
export interface Dockerfiles {
  readonly found: readonly Dockerfile[];
  readonly unread?: string;
}

/** Every Dockerfile and Containerfile, in order; those of development containers do not count. */
export function readDockerfiles(files: Files): Dockerfiles {
  const found: Dockerfile[] = [];
  let unread: string | undefined;
  for (const { path, text } of assessedFiles(files)) {
    const name = baseName(path);
    const is = /^(Dockerfile|Containerfile)([.-].+)?$/i.test(name) || /\.(Dockerfile|Containerfile)$/i.test(name);
    if (!is || /\.(dockerignore|md|sh)$/i.test(name) || /(^|\/)\.devcontainer\//.test(path)) continue;
    if (text.read) found.push(readDockerfile(files, path, text.value));
    else unread ??= `${path}: ${text.reason}`;
  }
  return unread === undefined ? { found } : { found, unread };
}

function readDockerfile(files: Files, path: string, text: string): Dockerfile {
  const missing: { line: number; source: string }[] = [];
  const programs: { line: number; name: string }[] = [];
  for (const { line, words } of instructions(text)) {
    const [name = '', ...rest] = words;
    const instruction = name.toUpperCase();
    if (instruction === 'COPY' || instruction === 'ADD') {
      const flags = rest.filter(word => word.startsWith('--'));
      const sources = rest.filter(word => !word.startsWith('--')).slice(0, -1);
      if (flags.some(flag => flag.startsWith('--from='))) {
        for (const source of sources) {
          const program = /\/(?:release|debug)\/([\w-]+)$/.exec(source)?.[1];
          if (program) programs.push({ line, name: program });
        }
      } else {
        for (const source of sources) {
          // What is built before the image is not committed: of Cargo's folder the program's name tells.
          const built = /^\.?\/?target\/(?:[\w-]+\/)?(?:release|debug)\/([\w-]+)$/.exec(source)?.[1];
          if (built) programs.push({ line, name: built });
          else if (!isThere(files, path, source)) missing.push({ line, source });
        }
      }
    } else if (instruction === 'ENTRYPOINT' || instruction === 'CMD') {
      const program = /(?:\/release\/|^\.\/target\/\w+\/)([\w-]+)$/.exec(rest[0] ?? '')?.[1];
      if (program) programs.push({ line, name: program });
    }
  }
  return { path, missing, programs };
}

/** A line that goes on in the next one. */
const CONTINUED = /\\\s*$/;

/** Instructions with their words; continued lines joined, JSON arrays split. Here-documents copy what they hold. */
function* instructions(text: string): Generator<{ readonly line: number; readonly words: readonly string[] }> {
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const line = at + 1;
    const parts = [lines[at] ?? ''];
    if (/^\s*(#|$)/.test(parts[0] ?? '')) continue;
    while (CONTINUED.test(parts.at(-1) ?? '') && at + 1 < lines.length) {
      at += 1;
      parts.push(/^\s*#/.test(lines[at] ?? '') ? '\\' : (lines[at] ?? ''));
    }
    const last = parts.pop() ?? '';
    const whole = parts.map(part => part.replace(CONTINUED, ' ')).join('') + last;
    const end = /<<-?["']?(\w+)/.exec(whole)?.[1];
    if (end !== undefined) {
      while (at + 1 < lines.length && (lines[at + 1] ?? '').trim() !== end) at += 1;
      at += 1;
      continue;
    }
    yield { line, words: wordsOf(whole.trim()) };
  }
}

function wordsOf(text: string): string[] {
  const [, name = '', rest = ''] = /^(\w+)\s+([^]*)$/.exec(text) ?? [];
  const bracket = rest.indexOf('[');
  if (bracket >= 0) {
    try {
      const words: unknown = JSON.parse(rest.slice(bracket));
      if (Array.isArray(words))
        return [name, ...rest.slice(0, bracket).split(/\s+/).filter(Boolean), ...words.map(String)];
    } catch {
      // No JSON: the shell's form.
    }
  }
  return [name, ...rest.split(/\s+/).filter(Boolean)];
}

/**
 * Whether something to copy is there: from the root, which is the usual context, next to the Dockerfile, or in a directory
 * that a workflow or a compose file names. What the repository ignores is built before.
 */
function isThere(files: Files, dockerfile: string, source: string): boolean {
  // A checkout has a `.git`, although it is not committed.
  if (/[$]|^https?:|^git@|^\.?\/?\.git(\/|$)/.test(source)) return true;
  const clean = source
    .replace(/^["']|["']$/g, '')
    .replace(/^\/+/, '')
    .replace(/(?<!\/)\/+$/, '');
  if (ignoreRules(files).ignores(clean) || ignoreRules(files).ignores(`${clean}/`)) return !LOCKS.test(clean);
  return [...foldersAbove(dockerfile), ...contextsOf(files)].some(base => {
    const path = resolve(base, clean);
    if (path === '' || files.entries.has(path) || foldersOf(files).has(path)) return true;
    if (!/[*?[]/.test(path)) return false;
    const isMatch = picomatch(path);
    const depth = path.split('/').length;
    for (const each of files.entries.keys())
      if (isMatch(each) || isMatch(each.split('/').slice(0, depth).join('/'))) return true;
    return false;
  });
}

/** Ignored, and still not what a build makes. */
const LOCKS = /(^|\/)(Cargo\.lock|\.env)$/;

/** Every folder that holds something. */
const foldersOf = memo((files: Files): ReadonlySet<string> => {
  const folders = new Set<string>();
  for (const path of files.entries.keys())
    for (let folder = parentDirectory(path); folder !== '' && !folders.has(folder); folder = parentDirectory(folder))
      folders.add(folder);
  return folders;
});

/** The directories that `context:` and `build:` of workflows and compose files name. */
const contextsOf = memo((files: Files): readonly string[] => {
  const contexts = new Set<string>();
  for (const { path, text } of assessedFiles(files)) {
    if (!text.read || !/\.ya?ml$/i.test(path) || !/\b(context|build):/.test(text.value)) continue;
    for (const [, context = ''] of text.value.matchAll(/^[ \t-]*(?:context|build):[ \t]*["']?(\.{0,2}[\w./-]+)/gm))
      for (const base of ['', parentDirectory(path)]) contexts.add(resolve(base, context));
  }
  return [...contexts].filter(each => each !== '' && !each.startsWith('..'));
});
