/** Reads the mappings of a policy file. Each key that is unknown, missing, or invalid is a problem at its line. */
import { scalarText, type YamlNode } from '../formats/yaml.js';
import { didYouMean } from '../text/suggest.js';

/** Reports a problem at a node. */
export type ReportProblem = (node: YamlNode, message: string) => void;

/** The mappings of a list; any other entry is a problem. @param form what an entry looks like */
export function entriesOf(node: YamlNode, key: string, form: string, problem: ReportProblem): YamlNode[] {
  if (!node.list) {
    if (node.scalar !== null) problem(node, `\`${key}\` must be a list`);
    return [];
  }
  return node.list.filter(each => {
    if (!each.map) problem(each, `an entry of \`${key}\` must be a mapping: ${form}`);
    return each.map !== undefined;
  });
}

/** The fields of one mapping, each read by its form. */
export class Fields {
  private readonly asked = new Set<string>();
  private isValid = true;

  /** @param what the mapping, as in "an entry of `waivers`" */
  constructor(
    readonly node: YamlNode,
    private readonly what: string,
    private readonly report: ReportProblem,
  ) {}

  /** Whether the mapping has a key; one that is asked for is known. */
  has(key: string): boolean {
    return this.value(key) !== undefined;
  }

  value(key: string): YamlNode | undefined {
    this.asked.add(key);
    return this.node.map?.get(key);
  }

  /** A text of at most `most` characters; a problem if it is missing. */
  required(key: string, most: number): string {
    if (!this.has(key)) this.invalid(undefined, `${this.what} lacks \`${key}\``);
    return this.optional(key, most) ?? '';
  }

  optional(key: string, most: number): string | undefined {
    const node = this.value(key);
    if (!node) return undefined;
    const text = scalarText(node)?.trim();
    if (!text) this.invalid(key, `\`${key}\` must be text`);
    else if (text.length > most) this.invalid(key, `\`${key}\` must have at most ${most} characters`);
    else return text;
    return undefined;
  }

  /** One text or a list of them; empty if the key is absent. */
  texts(key: string, most: number): readonly string[] {
    const node = this.value(key);
    if (!node) return [];
    const values = (node.list ?? [node]).map(each => scalarText(each)?.trim() ?? '');
    if (values.length > 0 && values.length <= most && values.every(each => each !== '' && each.length <= 500))
      return values;
    this.invalid(key, `\`${key}\` must be a text, or a list of 1 to ${most} texts`);
    return [];
  }

  choice<T extends string>(key: string, values: readonly T[]): T | undefined {
    const text = this.optional(key, 100);
    if (text === undefined) return undefined;
    return this.oneOf(key, text, values);
  }

  /** Several of the values; empty if the key is absent. */
  choices<T extends string>(key: string, values: readonly T[]): readonly T[] {
    return this.texts(key, values.length).flatMap(text => this.oneOf(key, text, values) ?? []);
  }

  flag(key: string): boolean | undefined {
    const node = this.value(key);
    if (!node) return undefined;
    if (typeof node.scalar === 'boolean') return node.scalar;
    this.invalid(key, `\`${key}\` must be true or false`);
    return undefined;
  }

  /** Reports a problem at the value of a key, or at the mapping; the mapping is then not valid. */
  invalid(key: string | undefined, message: string): void {
    this.isValid = false;
    this.report((key === undefined ? undefined : this.node.map?.get(key)) ?? this.node, message);
  }

  /** Reports the keys that nothing asked for. @returns whether everything is valid */
  close(): boolean {
    for (const [key, node] of this.node.map ?? []) {
      if (this.asked.has(key)) continue;
      this.isValid = false;
      this.report(node, `unknown key \`${key}\` in ${this.what}${didYouMean(key, this.asked)}`);
    }
    return this.isValid;
  }

  private oneOf<T extends string>(key: string, text: string, values: readonly T[]): T | undefined {
    const value = values.find(each => each === text);
    if (value === undefined)
      this.invalid(key, `\`${key}\` must be one of ${values.join(', ')}${didYouMean(text, values)}`);
    return value;
  }
}
