/** Which system a runner's labels name. https://docs.github.com/en/actions/reference/runners/github-hosted-runners */
import type { YamlNode } from '../../formats/yaml.js';
import { scalarText } from '../../formats/yaml.js';
import { type Lookup, UNKNOWN, type Value, evaluateText } from './expression.js';
import type { System } from './model.js';

/** The system of a job's `runs-on`, or undefined if its labels do not tell. */
export function runnerSystem(runsOn: YamlNode | undefined, lookup: Lookup): System | undefined {
  for (const label of labelsOf(runsOn, lookup)) {
    const system = systemOfLabel(label);
    if (system) return system;
  }
  return undefined;
}

function labelsOf(node: YamlNode | undefined, lookup: Lookup): string[] {
  if (!node) return [];
  if (node.list) return node.list.flatMap(each => labelsOf(each, lookup));
  if (node.map) return [...labelsOf(node.map.get('labels'), lookup), ...labelsOf(node.map.get('group'), lookup)];
  const text = scalarText(node);
  return text === undefined ? [] : textsOf(evaluateText(text, lookup));
}

function textsOf(value: Value): string[] {
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (value === null || value === UNKNOWN) return [];
  return typeof value === 'object' ? Object.values(value).flatMap(textsOf) : [String(value)];
}

/** `ubuntu-24.04-arm`, `macos-14-large`, `windows-2022`, `[self-hosted, linux]`, and other makers' names like these. */
function systemOfLabel(label: string): System | undefined {
  const name = label.toLowerCase();
  if (/ubuntu|linux|debian|fedora|alpine|nixos|centos|rhel/.test(name)) return 'Linux';
  if (/macos|mac-|\bmac\b|osx|darwin/.test(name)) return 'macOS';
  return /windows|\bwin(?:dows)?[-\d]|\bwin\b/.test(name) ? 'Windows' : undefined;
}
