/**
 * How a standard, or an organization, names what people meet:
 *
 *     names: { command: /acme, readiness: Acme readiness, commits: Acme commits, version: Acme version, documents: Acme documents }
 */
import type { YamlNode } from '../formats/yaml.js';
import { Fields, type ReportProblem } from './fields.js';

export interface Names {
  /** The prefix of commands in comments, with its slash. */
  readonly command: string;
  /** The check run with the assessment. */
  readonly readiness: string;
  /** The check run about the commits of a change. */
  readonly commits: string;
  /** The check run about a release tag. */
  readonly version: string;
  /** The check run about the planning documents of a registry. */
  readonly documents: string;
}

/** The names of the CIM standard. */
export const CIM_NAMES: Names = {
  command: '/cim',
  readiness: 'CIM readiness',
  commits: 'CIM commits',
  version: 'CIM version',
  documents: 'CIM documents',
};

const CHECKS = ['readiness', 'commits', 'version', 'documents'] as const;

/** Reads `names`; undefined if something in it is not valid. */
export function readNames(node: YamlNode, problem: ReportProblem): Partial<Names> | undefined {
  if (!node.map) {
    problem(node, '`names` must be a mapping, such as `command: /acme`');
    return undefined;
  }
  const fields = new Fields(node, '`names`', problem);
  const names: { -readonly [K in keyof Names]?: string } = {};
  const command = fields.optional('command', 30);
  if (command !== undefined && !/^\/[a-z][a-z0-9-]*$/.test(command))
    fields.invalid('command', '`command` must be a slash and lower-case letters, as in `/acme`');
  if (command !== undefined) names.command = command;
  for (const key of CHECKS) {
    const name = fields.optional(key, 60);
    if (name === undefined) continue;
    if (!/^[\p{L}\p{N} _./()-]+$/u.test(name)) fields.invalid(key, `\`${key}\` must be letters, digits, and spaces`);
    if (Object.values(names).includes(name)) fields.invalid(key, `two check runs cannot have the name \`${name}\``);
    names[key] = name;
  }
  return fields.close() ? names : undefined;
}
