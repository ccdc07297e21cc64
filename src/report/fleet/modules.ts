/** What `cim-readiness modules` prints: a line for each module, with the name first, so that it can be piped on. */
import type { PrivateDomain, RegistryModule, RegistryProblem } from '../../facts/registry/model.js';
import { csv } from '../csv.js';
import { clip, visible } from '../escape.js';
import { mermaid } from './mermaid.js';

export const MODULES_SCHEMA = 'cim-readiness/modules/v1';

/** What is shown of the modules that a query found. */
export type ModulesView =
  | 'modules'
  | 'names'
  | 'module'
  | 'dependencies'
  | 'dependents'
  | 'git'
  | 'private'
  | 'graph'
  | 'problems';

export interface ModulesReport {
  readonly view: ModulesView;
  /** Those that the query found; of `module` and `git` the one that was named; else what it depends on, or what depends on it. */
  readonly modules: readonly RegistryModule[];
  readonly privateDomains: readonly PrivateDomain[];
  readonly problems: readonly RegistryProblem[];
  /** Lines are not cut: they go to a program, and not to a terminal. */
  readonly whole: boolean;
}

/** The report for a terminal or a pipe. */
export function modulesTable(report: ModulesReport, { width }: { readonly width: number }): string {
  const lines = linesOf(report, report.whole ? Number.POSITIVE_INFINITY : width);
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

function linesOf({ view, modules, privateDomains, problems }: ModulesReport, width: number): string[] {
  switch (view) {
    case 'names':
      return modules.map(({ name }) => visible(name)).sort();
    case 'module':
      return modules.flatMap(details);
    case 'git':
      return modules.flatMap(gitDetails);
    case 'private':
      return aligned(
        privateDomains.map(({ sector, name, status, owner, description }) => [
          name,
          sector,
          status ?? '-',
          owner ?? '-',
          description ?? '',
        ]),
        width,
      );
    case 'problems':
      return problems.map(({ path, line, message }) => `${visible(path)}:${line}  ${visible(message)}`);
    case 'graph':
      return [mermaid(modules).trimEnd()];
    case 'dependencies':
    case 'dependents':
      return aligned(
        modules.map(({ name, status }) => [name, status ?? 'unknown']),
        width,
      );
    default:
      return aligned(
        modules.map(({ name, type, category, status, version, git, description }) => [
          name,
          type ?? '-',
          category ?? '-',
          status ?? '-',
          version ?? '-',
          (git.commit ?? '-').slice(0, 7),
          git.updated?.slice(0, 10) ?? '-',
          description ?? '',
        ]),
        width,
      );
  }
}

/** Columns, the last one cut at the width of a terminal. */
function aligned(rows: readonly (readonly string[])[], width: number): string[] {
  const shown = rows.map(row => row.map(visible));
  const widths = (shown[0] ?? []).map((_, column) => Math.max(...shown.map(row => row[column]?.length ?? 0)));
  return shown.map(row => {
    const line = row
      .map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
      .join('  ');
    return clip(line.trimEnd(), Math.max(40, width));
  });
}

function details(module: RegistryModule): string[] {
  const { name, type, category, status, version, url, description, git, dependencies, dependents } = module;
  return fields([
    ['Module', name],
    ['Type', type],
    ['Category', category],
    ['Status', status],
    ['Repository', url],
    ['Description', description],
    ['Version', version],
    ['Last commit', git.commit],
    ['Last updated', git.updated],
    ['Dependencies', dependencies.join(', ') || 'none'],
    ['Dependents', dependents.join(', ') || 'none'],
  ]);
}

function gitDetails({ name, git, version, releases }: RegistryModule): string[] {
  return fields([
    ['Module', name],
    ['Last commit', git.commit],
    ['Last tag', git.tag],
    ['Last updated', git.updated],
    ['Version', version],
    ['Releases', releases.join(', ') || 'none'],
  ]);
}

function fields(all: readonly (readonly [string, string | null])[]): string[] {
  return all.map(([key, value]) => `${`${key}:`.padEnd(14)}${visible(value ?? 'unknown')}`);
}

/** The report as JSON, in the form that `schemas/modules-v1.json` describes. */
export function modulesJson({ view, modules, privateDomains, problems }: ModulesReport): string {
  const shown = view === 'private' ? { privateDomains } : view === 'problems' ? { problems } : { modules };
  return `${JSON.stringify({ schema: MODULES_SCHEMA, view, ...shown }, null, 2)}\n`;
}

/** The report as CSV. */
export function modulesCsv({ view, modules, privateDomains, problems }: ModulesReport): string {
  if (view === 'private')
    return csv(
      ['name', 'sector', 'status', 'owner', 'description'],
      privateDomains.map(({ name, sector, status, owner, description }) => [
        name,
        sector,
        status ?? '',
        owner ?? '',
        description ?? '',
      ]),
    );
  if (view === 'problems')
    return csv(
      ['path', 'line', 'message'],
      problems.map(({ path, line, message }) => [path, String(line), message]),
    );
  return csv(
    [
      'name',
      'type',
      'category',
      'status',
      'version',
      'commit',
      'tag',
      'updated',
      'repository',
      'dependencies',
      'dependents',
      'description',
    ],
    modules.map(({ name, type, category, status, version, git, url, dependencies, dependents, description }) => [
      name,
      type ?? '',
      category ?? '',
      status ?? '',
      version ?? '',
      git.commit ?? '',
      git.tag ?? '',
      git.updated ?? '',
      url ?? '',
      dependencies.join(' '),
      dependents.join(' '),
      description ?? '',
    ]),
  );
}
