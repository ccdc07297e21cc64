/** Recipes of Makefiles and justfiles: the script that a target runs, prerequisites first, variables put in. */
import { type Files, readText } from '../../snapshot/files.js';
import { UNKNOWN_TEXT } from './expression.js';

/** A recipe's script: one line for each command; undefined if the target is not found. */
export type Recipe = string | undefined;

const MOST_TARGETS = 100;
const MOST_TEXT = 64 * 1024;

interface Rule {
  readonly needs: readonly string[];
  readonly lines: readonly string[];
  readonly parameters: readonly string[];
}

/** A Makefile's or justfile's rules and variables. */
export interface TaskFile {
  readonly variables: ReadonlyMap<string, string>;
  readonly rules: ReadonlyMap<string, Rule>;
  readonly first?: string;
}

/** What `make WORDS` runs: targets and `NAME=value` among the words; `-C folder` and `-f file` are followed by the caller. */
export function makeRecipe(file: TaskFile, words: readonly string[]): Recipe {
  const given = new Map([...file.variables, ...settings(words)]);
  const targets = words.filter(word => !word.startsWith('-') && !word.includes('='));
  const scripts = new Map<string, string>();
  const wanted = targets.length > 0 ? targets : [file.first ?? ''];
  for (const target of wanted)
    if (!collect(file, target, scripts, (rule, stem) => rule.lines.map(line => makeLine(line, given, target, stem))))
      return undefined;
  return [...scripts.values()].join('\n').slice(0, MOST_TEXT);
}

/** What `just WORDS` runs: recipes with their arguments; `NAME=value` sets a variable. */
export function justRecipe(file: TaskFile, words: readonly string[]): Recipe {
  const plain = words.filter(word => !word.startsWith('-') && !word.includes('='));
  const variables = new Map([...file.variables, ...settings(words)]);
  const scripts = new Map<string, string>();
  let rest = plain.length > 0 ? plain : ['default'];
  while (rest.length > 0) {
    const [name = '', ...args] = rest;
    const target = file.rules.has(name) || plain.length > 0 ? name : (file.first ?? '');
    const taken = file.rules.get(target)?.parameters ?? [];
    const many = taken.some(each => /^[*+]/.test(each));
    const values = new Map(variables);
    taken.forEach((each, index) => {
      const [parameter = '', fallback] = each.replace(/^[$*+]+/, '').split('=');
      const value = /^[*+]/.test(each) ? args.slice(index).join(' ') : args[index];
      values.set(parameter, value ?? fallback?.replace(/^['"]|['"]$/g, '') ?? '');
    });
    if (!collect(file, target, scripts, rule => rule.lines.map(line => justLine(line, values)))) return undefined;
    rest = many ? [] : args.slice(taken.length);
  }
  return [...scripts.values()].join('\n').slice(0, MOST_TEXT);
}

/** The first of some paths that the repository has, with its text. */
export function firstText(files: Files, paths: readonly string[]): { path: string; text: string } | undefined {
  for (const path of paths) {
    const text = readText(files, path);
    if (text.read) return { path, text: text.value };
  }
  return undefined;
}

function settings(words: readonly string[]): [string, string][] {
  return words.flatMap(word => {
    const equals = word.indexOf('=');
    return equals > 0 && !word.startsWith('-')
      ? [[word.slice(0, equals), word.slice(equals + 1)] as [string, string]]
      : [];
  });
}

/** Gathers a target's script after those of its prerequisites; false where the target itself is not there. */
function collect(
  file: TaskFile,
  target: string,
  scripts: Map<string, string>,
  script: (rule: Rule, stem: string) => string[],
  depth = 0,
): boolean {
  if (scripts.has(target)) return true;
  const found = ruleOf(file, target);
  if (!found || depth > 20 || scripts.size > MOST_TARGETS) return false;
  scripts.set(target, '');
  for (const need of found.rule.needs) collect(file, need.replaceAll('%', found.stem), scripts, script, depth + 1);
  // Put where the prerequisites have been put before it.
  scripts.delete(target);
  scripts.set(target, script(found.rule, found.stem).join('\n'));
  return true;
}

/** A rule of that name, or a pattern rule (`test-%`) that fits it, with what `%` stands for. */
function ruleOf(file: TaskFile, target: string): { rule: Rule; stem: string } | undefined {
  const rule = file.rules.get(target);
  if (rule) return { rule, stem: '' };
  for (const [name, each] of file.rules) {
    const percent = name.indexOf('%');
    if (percent < 0) continue;
    const [before, after] = [name.slice(0, percent), name.slice(percent + 1)];
    if (target.length > before.length + after.length && target.startsWith(before) && target.endsWith(after))
      return { rule: each, stem: target.slice(before.length, target.length - after.length) };
  }
  return undefined;
}

/** Reads a Makefile: rules, pattern rules, simple variables; `include` and conditions are not followed. */
export function readMakefile(text: string): TaskFile {
  const variables = new Map<string, string>();
  const rules = new Map<string, Rule & { lines: string[]; needs: string[] }>();
  let current: (Rule & { lines: string[] })[] = [];
  let first: string | undefined;
  for (const line of text
    .slice(0, 512 * 1024)
    .replace(/\\\n/g, ' ')
    .split('\n')) {
    if (line.startsWith('\t')) {
      for (const rule of current) rule.lines.push(line.slice(1));
      continue;
    }
    const bare = line.replace(/(?:^|\s)#[^]*$/, '').trim();
    if (bare === '') continue;
    const equals = bare.indexOf('=');
    const colon = bare.indexOf(':');
    if (
      equals > 0 &&
      (colon < 0 || colon >= equals - 2) &&
      /^(?:export\s+|override\s+)*[\w.-]+\s*[:?+!]{0,3}=/.test(bare)
    ) {
      const name = bare
        .slice(0, equals)
        .replace(/(?<![:?+!\s])[:?+!\s]+$/, '')
        .replace(/^(?:export\s+|override\s+)+/, '');
      variables.set(name, bare.slice(equals + 1).trim());
      continue;
    }
    if (colon <= 0) continue;
    const [needs = '', inline] = bare
      .slice(colon + 1)
      .replace(/^:/, '')
      .split(';');
    current = bare
      .slice(0, colon)
      .split(/\s+/)
      .filter(name => name !== '')
      .map(name => {
        const rule = rules.get(name) ?? { needs: [], lines: [], parameters: [] };
        if (!/[=]/.test(needs)) rule.needs.push(...needs.split(/\s+/).filter(each => each !== '' && each !== '|'));
        if (inline) rule.lines.push(inline.trim());
        rules.set(name, rule);
        if (first === undefined && !name.startsWith('.') && !name.includes('%')) first = name;
        return rule;
      });
  }
  return { variables, rules, ...(first === undefined ? {} : { first }) };
}

/** A recipe line as the shell gets it; a line that begins with `-` ignores its failure. */
function makeLine(line: string, variables: ReadonlyMap<string, string>, target: string, stem: string): string {
  const [, marks = '', command = ''] = /^\s*([-@+]*)\s*([^]*)$/.exec(line) ?? [];
  const text = expand(command.replaceAll('$@', target).replaceAll('$*', stem), variables).replaceAll('$$', '$');
  return marks.includes('-') && text !== '' ? `${text} || true` : text;
}

const VARIABLE = /(?<!\$)\$(?:\(([^()${}]{0,200})\)|\{([^{}$()]{0,200})\})/g;

/** Puts variables in, the inner ones first; functions and what is not set become unknown. */
function expand(text: string, variables: ReadonlyMap<string, string>): string {
  let out = text.slice(0, 10_000);
  for (let pass = 0; pass < 6; pass += 1) {
    const next = out.replace(VARIABLE, (_, round?: string, curly?: string) => {
      const name = (round ?? curly ?? '').trim();
      const own = name === 'MAKE' || name === 'CARGO' ? name.toLowerCase() : UNKNOWN_TEXT;
      return variables.get(name)?.slice(0, 1_000) ?? own;
    });
    if (next === out || next.length > 10_000) break;
    out = next;
  }
  return out;
}

/** Reads a justfile: recipes with parameters, variables, aliases; modules and imports are not followed. */
export function readJustfile(text: string): TaskFile {
  const variables = new Map<string, string>();
  const rules = new Map<string, Rule & { lines: string[] }>();
  let current: { lines: string[] } | undefined;
  let first: string | undefined;
  const aliases: [string, string][] = [];
  for (const line of text
    .slice(0, 512 * 1024)
    .replace(/\\\n\s*/g, ' ')
    .split('\n')) {
    if (/^\s/.test(line) || line.trim() === '') {
      current?.lines.push(line.trim());
      continue;
    }
    if (/^[#[]/.test(line) || /^(set|import|mod)\b/.test(line)) continue;
    const assignment = /^(?:export\s+)?(alias\s+)?([\w-]+)\s*:=\s*([^]*)$/.exec(line);
    if (assignment) {
      const [, alias, name = '', value = ''] = assignment;
      if (alias) aliases.push([name, value.trim()]);
      else variables.set(name, /^(["'])[^"']*\1$/.test(value.trim()) ? value.trim().slice(1, -1) : UNKNOWN_TEXT);
      continue;
    }
    const colon = line.search(/:(?!=)/);
    const [name, ...parameters] = line.slice(0, Math.max(0, colon)).replace(/^@/, '').trim().split(/\s+/);
    if (colon < 0 || !name) continue;
    const needs = line
      .slice(colon + 1)
      .replace(/#[^]*$/, '')
      .replace(/\(\s*([\w-]+)(?:[^()\w-][^()]*)?\)/g, '$1')
      .split(/\s+/);
    current = { lines: [] };
    rules.set(name, { needs: needs.filter(each => each !== '' && each !== '&&'), lines: current.lines, parameters });
    first ??= name;
  }
  for (const [name, target] of aliases) {
    const rule = rules.get(target);
    if (rule) rules.set(name, rule);
  }
  return { variables, rules, ...(first === undefined ? {} : { first }) };
}

function justLine(line: string, variables: ReadonlyMap<string, string>): string {
  if (line.startsWith('#!')) return line;
  const [, marks = '', command = ''] = /^([-@]*)([^]*)$/.exec(line) ?? [];
  const text = command.replace(
    /\{\{([^{}]{0,200})\}\}/g,
    (_, inner: string) => variables.get(inner.trim()) ?? UNKNOWN_TEXT,
  );
  return marks.includes('-') && text.trim() !== '' ? `${text} || true` : text;
}
