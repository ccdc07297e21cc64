/**
 * Expands a job's matrix as Actions does: the product of its lists, less `exclude`, with `include`.
 * https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/run-job-variations
 */
import { scalarText, type YamlNode } from '../../formats/yaml.js';
import { type Lookup, UNKNOWN, type Value, evaluateText } from './expression.js';

/** The values of one variation; UNKNOWN where the matrix is made while the workflow runs. */
export type Combination = { readonly [key: string]: Value } | typeof UNKNOWN;

/** GitHub's own limit of jobs for one matrix. */
const MOST = 256;
/** A matrix with this many lists of two or more values is far beyond that limit, and is not multiplied out. */
const MOST_AXES = 24;

/** The variations of a job: a single empty one if there is no matrix. */
export function matrixCombinations(matrix: YamlNode | undefined, lookup: Lookup): Combination[] {
  if (!matrix) return [{}];
  const value = jsonOf(matrix, lookup, 0);
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return [UNKNOWN];
  const { include = [], exclude = [], ...axes } = value as { readonly [key: string]: Value };
  if (Object.keys(axes).length > MOST_AXES) return [UNKNOWN];
  const base = product(Object.entries(axes)).filter(each => !listOf(exclude).some(without => covers(each, without)));
  const out: Record<string, Value>[] = base.map(each => ({ ...each }));
  if (include === UNKNOWN) return [...out, UNKNOWN];
  for (const each of listOf(include)) {
    if (each === UNKNOWN || each === null || typeof each !== 'object' || Array.isArray(each)) return [...out, UNKNOWN];
    const extra = each as { readonly [key: string]: Value };
    const kin = base.flatMap((original, index) => (agrees(original, extra) ? [index] : []));
    for (const index of kin) Object.assign(out[index] as object, extra);
    if (kin.length === 0 && out.length < MOST) out.push({ ...extra });
  }
  return out.length > 0 ? out : Object.keys(value).length === 0 ? [{}] : [];
}

function product(axes: readonly (readonly [string, Value])[]): Record<string, Value>[] {
  if (axes.length === 0) return [];
  let combinations: Record<string, Value>[] = [{}];
  for (const [name, values] of axes) {
    const list: readonly Value[] = Array.isArray(values) ? (values as readonly Value[]) : [UNKNOWN];
    const longer: Record<string, Value>[] = [];
    for (const each of combinations)
      for (const value of list.slice(0, MOST - longer.length)) longer.push({ ...each, [name]: value });
    combinations = longer;
  }
  return combinations;
}

function listOf(value: Value): readonly Value[] {
  return Array.isArray(value) ? (value as readonly Value[]) : [];
}

/** Whether every key that an exclusion names has its value here. */
function covers(combination: Record<string, Value>, without: Value): boolean {
  if (without === null || typeof without !== 'object' || Array.isArray(without)) return false;
  return Object.entries(without).every(
    ([key, value]) => value !== UNKNOWN && key in combination && alike(combination[key] as Value, value as Value),
  );
}

/** Whether an inclusion overwrites nothing of the original combination. */
function agrees(original: Record<string, Value>, extra: { readonly [key: string]: Value }): boolean {
  return Object.entries(extra).every(([key, value]) => !(key in original) || alike(original[key] as Value, value));
}

function alike(a: Value, b: Value): boolean {
  return a === b || (typeof a !== 'symbol' && typeof b !== 'symbol' && JSON.stringify(a) === JSON.stringify(b));
}

function jsonOf(node: YamlNode, lookup: Lookup, depth: number): Value {
  if (depth > 10) return UNKNOWN;
  if (node.list) return node.list.slice(0, 1_000).map(each => jsonOf(each, lookup, depth + 1));
  if (node.map) return Object.fromEntries([...node.map].map(([key, value]) => [key, jsonOf(value, lookup, depth + 1)]));
  const text = scalarText(node);
  if (text === undefined) return null;
  if (text.includes('${{')) return evaluateText(text, lookup);
  // As the workflow writes them: 1.70 stays the text "1.70" when it is put into a command.
  return typeof node.scalar === 'boolean' ? node.scalar : text;
}
