/** The value of a field of a TOML, YAML, or JSON file, with its place. */
import { readCargo } from '../cargo/cargo.js';
import { isProblem, readManifest } from '../cargo/manifest.js';
import { isTable, readToml, type Table } from '../formats/toml.js';
import { readYaml, type YamlNode } from '../formats/yaml.js';
import { type Files, readText } from '../snapshot/files.js';
import { type Reading, read, unread } from '../snapshot/reading.js';

export interface FieldValue {
  /** Undefined if the file does not have the field. Lists and tables are objects. */
  readonly value: unknown;
  readonly path: string;
  /** The line of the field, or the line to add it to. */
  readonly line: number;
}

/** Reads a field. @param field keys from the root, and indexes of lists */
export function fieldOf(files: Files, path: string, field: readonly string[]): Reading<FieldValue> {
  if (/(?:^|\/)Cargo\.toml$/.test(path)) return cargoField(files, path, field);
  const text = readText(files, path);
  if (!text.read) return text;
  if (/\.toml$/i.test(path)) return tomlField(path, text.value, field);
  // JSON is YAML 1.2.
  if (/\.(?:ya?ml|json)$/i.test(path)) return yamlField(path, text.value, field);
  return unread('only TOML, YAML, and JSON have fields');
}

/** A field of a manifest; one of `[package]` can be inherited from the workspace. */
function cargoField(files: Files, path: string, field: readonly string[]): Reading<FieldValue> {
  const manifest = readManifest(files, path);
  if (!manifest) return unread('it is not in the repository');
  if (isProblem(manifest)) return unread(manifest.message);
  const [section, key, ...rest] = field;
  if (section === 'package' && key !== undefined && rest.length === 0) {
    const found = readCargo(files)
      .packages.find(({ manifestPath }) => manifestPath === path)
      ?.fields.get(key);
    if (found) return read(found);
  }
  const value = valueAt(manifest.toml.value, field);
  const isInherited = isTable(value) && value['workspace'] === true;
  return read({ value: isInherited ? undefined : value, path, line: manifest.toml.lineOf(field) });
}

function tomlField(path: string, text: string, field: readonly string[]): Reading<FieldValue> {
  const result = readToml(text);
  if ('problem' in result) return unread(`line ${result.problem.line}: ${result.problem.message}`);
  return read({ value: valueAt(result.toml.value, field), path, line: result.toml.lineOf(field) });
}

function valueAt(table: Table, field: readonly string[]): unknown {
  let value: unknown = table;
  for (const key of field) {
    if (Array.isArray(value)) value = value[Number(key)];
    else if (isTable(value) && Object.hasOwn(value, key)) value = value[key];
    else return undefined;
  }
  return value;
}

function yamlField(path: string, text: string, field: readonly string[]): Reading<FieldValue> {
  const { root, problems } = readYaml(text);
  const [problem] = problems;
  if (problem) return unread(`line ${problem.line}: ${problem.message}`);
  let node: YamlNode | undefined = root;
  let line = root?.line ?? 1;
  for (const key of field) {
    node = node?.map?.get(key) ?? node?.list?.[Number(key)];
    if (!node) break;
    ({ line } = node);
  }
  const value = node?.map || node?.list ? {} : node?.scalar;
  return read({ value: value === null ? undefined : value, path, line });
}
