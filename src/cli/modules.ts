/** `cim-readiness modules`: questions to the registry. */
import { UnreadableError } from '../collect/unreadable.js';
import type { RegistryModule, RegistryView } from '../facts/registry/model.js';
import { readRegistry } from '../facts/registry/read.js';
import { type ModulesQuery, selected, knownValues } from '../fleet/query.js';
import type { ModulesReport } from '../report/fleet/modules.js';
import type { FormatOf } from '../report/formats.js';
import { didYouMean } from '../text/suggest.js';
import { printReport } from './output.js';
import { registryFiles } from './registry.js';

export interface ModulesOptions extends Omit<ModulesQuery, 'outdated'> {
  readonly registry?: string | undefined;
  readonly list?: true | undefined;
  readonly production?: true | undefined;
  readonly outdated?: number | true | undefined;
  readonly private?: true | undefined;
  readonly graph?: true | undefined;
  readonly problems?: true | undefined;
  readonly module?: string | undefined;
  readonly dependencies?: string | undefined;
  readonly dependents?: string | undefined;
  readonly git?: string | undefined;
  readonly format: FormatOf<'modules'>;
}

/** A module is outdated if nothing was committed for this number of days. */
const OUTDATED_DAYS = 30;

export async function modulesCommand(options: ModulesOptions): Promise<void> {
  const registry = readRegistry(await registryFiles(options.registry));
  const report = reportOf(registry, options);
  await printReport('modules', options.format, report);
  if (options.problems) return;
  if (report.view !== 'private' && report.modules.length === 0)
    process.stderr.write('cim-readiness: no module matches\n');
  const { length } = registry.problems;
  if (length > 0)
    process.stderr.write(
      `cim-readiness: the registry has ${length} problem${length === 1 ? '' : 's'}: --problems lists ${length === 1 ? 'it' : 'them'}\n`,
    );
}

function reportOf(registry: RegistryView, options: ModulesOptions): ModulesReport {
  const { privateDomains, problems } = registry;
  const show = (view: ModulesReport['view'], modules: readonly RegistryModule[] = []): ModulesReport => ({
    view,
    modules,
    privateDomains,
    problems,
    whole: !process.stdout.isTTY,
  });
  if (options.problems) return show('problems');
  if (options.private) return show('private');
  if (options.module !== undefined) return show('module', [named(registry, options.module)]);
  if (options.git !== undefined) return show('git', [named(registry, options.git)]);
  if (options.dependencies !== undefined)
    return show('dependencies', all(registry, named(registry, options.dependencies).dependencies));
  if (options.dependents !== undefined)
    return show('dependents', all(registry, named(registry, options.dependents).dependents));
  const found = selected(registry, queryOf(registry, options), new Date().toISOString());
  return show(options.graph ? 'graph' : options.list ? 'names' : 'modules', found);
}

function queryOf(registry: RegistryView, options: ModulesOptions): ModulesQuery {
  const status = options.production ? 'production' : options.status;
  const asked = { type: options.type, category: options.category, status: options.status };
  for (const [field, value] of Object.entries(asked)) {
    const values = knownValues(registry, field as 'type' | 'category' | 'status');
    if (value === undefined || values.some(each => each.toLowerCase() === value.toLowerCase())) continue;
    const meant = didYouMean(value, values) || `; the registry has ${values.join(', ')}`;
    throw new UnreadableError(`no module of the registry has the ${field} \`${value}\`${meant}`);
  }
  const outdated = options.outdated === true ? OUTDATED_DAYS : options.outdated;
  return { type: options.type, category: options.category, status, search: options.search, outdated };
}

function named({ modules }: RegistryView, name: string): RegistryModule {
  const found =
    modules.find(each => each.name === name) ?? modules.find(each => each.name.toLowerCase() === name.toLowerCase());
  if (found) return found;
  const meant =
    didYouMean(
      name,
      modules.map(each => each.name),
    ) || '; to list its modules, run cim-readiness modules --list';
  throw new UnreadableError(`the registry has no module \`${name}\`${meant}`);
}

/** Modules by name. A module that the registry does not list is shown without any data. */
function all({ modules }: RegistryView, names: readonly string[]): RegistryModule[] {
  const byName = new Map(modules.map(module => [module.name, module]));
  return names.map(name => byName.get(name) ?? { ...UNLISTED, name });
}

const UNLISTED: RegistryModule = {
  name: '',
  line: null,
  type: null,
  category: null,
  status: null,
  version: null,
  description: null,
  repository: null,
  url: null,
  topics: [],
  dependencies: [],
  dependents: [],
  git: { commit: null, tag: null, updated: null },
  releases: [],
};
