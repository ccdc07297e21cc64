/** `cim.yaml` from the manifest, the registry, and what a person answers. */
import { CIM_YAML } from '../facts/cim-yaml.js';
import { setYamlFields } from '../formats/yaml-edit.js';
import { readText } from '../snapshot/files.js';
import { type Declined, declined, type Fix, type FixContext, type Proposal } from './fix.js';
import { isAbsent } from './problems.js';

export const cimYaml: Fix = {
  criteria: ['cim-yaml'],
  propose(context): Proposal | Declined {
    const [pkg, ...others] = context.packages;
    if (!pkg || others.length > 0) return declined('the repository has no crate, or several: write the file by hand');
    return isAbsent(context, 'no-cim-yaml') ? created(context, pkg) : corrected(context, pkg);
  },
};

type Package = FixContext['packages'][number];

function created(context: FixContext, pkg: Package): Proposal | Declined {
  const { answers, registry } = context;
  const type = answers.type ?? (pkg.name.startsWith('cim-domain-') ? 'domain' : undefined);
  if (type === undefined) return declined('only a person knows the type of the module', 'type');
  if (answers.category === undefined) return declined('only a person knows the category of the module', 'category');
  const maintainer = /^(?<name>[^<>]+)<@?(?<login>[\w-]+)>$/.exec(answers.maintainer ?? '')?.groups;
  if (!maintainer)
    return declined('only a person knows the maintainer of the module, with the GitHub login', 'maintainer');
  const description = field(pkg, 'description');
  if (description === undefined) return declined('Cargo.toml has no description to take: add it first');
  const keywords = pkg.fields.get('keywords')?.value;
  const words = Array.isArray(keywords) ? keywords.map(String) : [];
  if (words.length === 0) return declined('Cargo.toml has no keywords to take: add them first');
  const status = registry.read ? registry.value.module?.status : undefined;
  const modules = new Map(
    pkg.dependencies
      .filter(({ kind, package: name }) => kind !== 'dev' && name.startsWith('cim-') && name !== pkg.name)
      .map(({ package: name, version }) => [name, version]),
  );
  if ([...modules.values()].includes(undefined))
    return declined('a dependency on another module has no version: fix `dependency-versions` first');
  const lines = [
    'module:',
    `  name: ${pkg.name}`,
    `  type: ${quoted(type)}`,
    `  version: ${pkg.version}`,
    `  description: ${quoted(description)}`,
    `  status: ${quoted(status ?? 'development')}`,
    `  category: ${quoted(answers.category)}`,
    '  maintainers:',
    `    - { name: ${quoted((maintainer['name'] ?? '').trim())}, github: ${quoted(maintainer['login'] ?? '')} }`,
    modules.size === 0 ? '  dependencies: {}' : '  dependencies:',
    ...[...modules].map(([name, version]) => `    ${name}: ${JSON.stringify(version)}`),
    `  keywords: [${words.map(quoted).join(', ')}]`,
  ];
  return {
    changes: [{ path: CIM_YAML, text: `${lines.join('\n')}\n` }],
    summary: 'Add `cim.yaml` from the manifest',
  };
}

/** What the manifest and the registry say, where the file says something else. */
function corrected({ files, problems, registry }: FixContext, pkg: Package): Proposal | Declined {
  const text = readText(files, CIM_YAML);
  if (!text.read) return declined(`\`${CIM_YAML}\` was not read: ${text.reason}`);
  const fields: Record<string, string> = {};
  const dependencies: Record<string, string> = {};
  for (const { kind, subject } of problems) {
    if (kind === 'version-differs') fields['version'] = pkg.version;
    const status = registry.read ? registry.value.module?.status : undefined;
    if (kind === 'status-differs' && status !== undefined) fields['status'] = status;
    if ((kind !== 'unlisted-dependency' && kind !== 'dependency-differs') || subject === undefined) continue;
    const version = pkg.dependencies.find(each => each.package === subject)?.version;
    if (version !== undefined) dependencies[subject] = version;
  }
  const withFields = Object.keys(fields).length > 0 ? setYamlFields(text.value, ['module'], fields) : text.value;
  const after =
    withFields !== undefined && Object.keys(dependencies).length > 0
      ? setYamlFields(withFields, ['module', 'dependencies'], dependencies)
      : withFields;
  return after === undefined || after === text.value
    ? declined('the file has to be corrected by hand')
    : { changes: [{ path: CIM_YAML, text: after }], summary: 'Correct `cim.yaml` by the manifest' };
}

function field({ fields }: Package, key: string): string | undefined {
  const value = fields.get(key)?.value;
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** A plain scalar if YAML reads it as the same text, else in double quotes. */
function quoted(text: string): string {
  const isPlain = /^[A-Za-z][\w-]*(?: [\w-]+)*$/.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text);
  return isPlain ? text : JSON.stringify(text);
}
