/** Aliases in Cargo's configuration, and tasks of cargo-make. */
import { memo } from '../../cache/memo.js';
import { readToml, type Table } from '../../formats/toml.js';
import type { Files } from '../../snapshot/files.js';
import { firstText } from './tasks.js';

const asTable = (value: unknown): Table =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Table) : {};
const strings = (value: unknown): string[] =>
  (Array.isArray(value) ? value : value === undefined ? [] : [value]).filter(each => typeof each === 'string');

/** `[alias]` of `.cargo/config.toml`. https://doc.rust-lang.org/cargo/reference/config.html#alias */
export const cargoAliases = memo((files: Files): ReadonlyMap<string, readonly string[]> => {
  const file = firstText(files, ['.cargo/config.toml', '.cargo/config']);
  const parsed = file ? readToml(file.text) : undefined;
  const aliases = parsed && 'toml' in parsed ? asTable(parsed.toml.value['alias']) : {};
  return new Map(
    Object.entries(aliases).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.split(/\s+/) : strings(value),
    ]),
  );
});

/** A task of `Makefile.toml` as a script. https://sagiegurari.github.io/cargo-make/ */
export function cargoMakeRecipe(files: Files, task: string): string | undefined {
  const file = firstText(files, ['Makefile.toml']);
  const parsed = file ? readToml(file.text) : undefined;
  const tasks = parsed && 'toml' in parsed ? asTable(parsed.toml.value['tasks']) : {};
  const seen = new Set<string>();
  const lines: string[] = [];
  const visit = (name: string, depth: number): boolean => {
    if (!Object.hasOwn(tasks, name) || depth > 20) return false;
    if (seen.has(name)) return true;
    seen.add(name);
    const own = asTable(tasks[name]);
    if (own['disabled'] === true) return true;
    for (const need of strings(own['dependencies'])) visit(need, depth + 1);
    const [command] = strings(own['command']);
    const script = [
      ...(command === undefined
        ? []
        : [[command, ...strings(own['args'])].map(word => `'${word.replaceAll("'", '')}'`).join(' ')]),
      ...strings(own['script']),
    ];
    const ignores = own['ignore_errors'] === true || own['force'] === true;
    if (script.length > 0) lines.push(...(ignores ? ['(', ...script, ') || true'] : script));
    for (const next of strings(own['run_task'])) visit(next, depth + 1);
    return true;
  };
  return visit(task, 0) ? lines.join('\n') : undefined;
}
