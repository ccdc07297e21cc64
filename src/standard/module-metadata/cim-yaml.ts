import type { Dependency, Package, Scope } from '../../cargo/model.js';
import { canSatisfyBoth } from '../../cargo/requirement.js';
import { selectScope } from '../../cargo/scope.js';
import { CIM_YAML, type CimYaml, type CimYamlProblem, moduleCimYaml } from '../../facts/cim-yaml.js';
import type { Files } from '../../snapshot/files.js';
import type { Registry } from '../../snapshot/github.js';
import type { Reading } from '../../snapshot/reading.js';
import { type Context, counted, criterion, unknown, unmet, metOrUnmet } from '../criterion.js';

export const cimYaml = criterion({
  id: 'cim-yaml',
  title: 'cim.yaml describes the module',
  severity: 'must',
  kind: 'automatic',
  rationale:
    'The registry and people who compose modules know a module only by this file. If it differs from the code, they compose the wrong thing.',
  looksAt:
    "`cim.yaml` has `module:` with name, type, version, description, status, category, maintainers, dependencies, and keywords. The name must be that of the crate and of the repository, and the version that of the manifest. Each `cim-*` dependency of Cargo.toml must be listed with a range that its requirement satisfies, and nothing else may be listed. If the registry was read, the status must be the registry's.",
  looksNotAt:
    'Dev-dependencies, which can be listed. Further keys, unless one is a misspelling. Keys outside `module:`.',
  remediation: 'Write `cim.yaml` as in the example, and raise its version together with that in Cargo.toml.',
  example: {
    met: '```yaml\nmodule:\n  name: cim-parcel\n  type: domain\n  version: 1.2.0\n  description: Parcels of a delivery, from order to door\n  status: production\n  category: logistics\n  maintainers:\n    - { name: Ada, github: ada }\n  dependencies:\n    cim-order: "^0.3"\n  keywords: [parcel, events]\n```',
    unmet:
      '```yaml\nmodule:\n  nam: cim-parcel      # did you mean `name`?\n  version: 1.1.0       # Cargo.toml says 1.2.0\n```',
  },
  needs: ['files'],
  wants: ['registry'],
  check({ files, registry }, context) {
    if (!files.entries.has(CIM_YAML))
      return unmet('there is no cim.yaml', [{ kind: 'no-cim-yaml', message: 'no `cim.yaml` at the root: add one' }]);
    const about = moduleCimYaml(files);
    if (!about.read) return unknown(`\`${CIM_YAML}\` was not read: ${about.reason}`);
    const yaml = about.value;
    const scope = scopeAsked(files, context);
    const faults = [...yaml.faults, ...disagreements(yaml, scope, registry, context)];
    if (faults.length === 0 && scope.kind === 'unreadable')
      return unknown(`cim.yaml could not be compared with the crate: ${scope.reason}`);
    const said = registry.read ? '' : '; the registry was not read';
    return metOrUnmet({
      problems: faults.sort((a, b) => a.line - b.line).map(each => ({ path: CIM_YAML, ...each })),
      met: `cim.yaml describes the module${said}`,
      unmet: `${counted(faults.length, 'problem')} in cim.yaml`,
      proof: [{ path: CIM_YAML, line: yaml.name?.line ?? 1, message: 'the module' }],
    });
  },
});

function scopeAsked(files: Files, { subject, policy }: Context): Scope {
  return selectScope(files, { ...(policy.module === undefined ? {} : { module: policy.module }), repo: subject.repo });
}

/** What differs from the crate, the repository, and the registry. */
function disagreements(
  { name, version, status, dependencies, dependenciesLine }: CimYaml,
  scope: Scope,
  registry: Reading<Registry>,
  { subject }: Context,
): CimYamlProblem[] {
  const faults: CimYamlProblem[] = [];
  const packages = scope.kind === 'packages' ? scope.packages : [];
  const [only] = packages.length === 1 ? packages : [];
  const others = [
    ...(only && name?.value !== only.name ? [`the crate is ${only.name}`] : []),
    // GitHub ignores case.
    ...(subject.repo !== null && name?.value.toLowerCase() !== subject.repo.toLowerCase()
      ? [`the repository is ${subject.repo}`]
      : []),
  ];
  if (name && others.length > 0)
    faults.push({
      kind: 'name-differs',
      line: name.line,
      message: `\`name\` is ${name.value}, but ${others.join(' and ')}`,
    });
  if (version && only && version.value !== only.version)
    faults.push({
      kind: 'version-differs',
      line: version.line,
      message: `\`version\` is ${version.value}, but ${only.manifestPath} says ${only.version}`,
    });
  if (
    status &&
    registry.read &&
    registry.value.module?.status !== undefined &&
    registry.value.module.status !== status.value
  )
    faults.push({
      kind: 'status-differs',
      line: status.line,
      message: `\`status\` is ${status.value}, but the registry says ${registry.value.module.status}`,
    });
  if (dependencies && packages.length > 0) faults.push(...dependencyFaults(dependencies, dependenciesLine, packages));
  return faults;
}

function dependencyFaults(
  listed: NonNullable<CimYaml['dependencies']>,
  line: number,
  packages: readonly Package[],
): CimYamlProblem[] {
  const own = new Set(packages.map(each => each.name));
  const modules = (wanted: (dependency: Dependency) => boolean) =>
    packages.flatMap(each =>
      each.dependencies.filter(each => each.package.startsWith('cim-') && !own.has(each.package) && wanted(each)),
    );
  const used = new Map(modules(({ kind }) => kind !== 'dev').map(each => [each.package, each]));
  const known = new Set(modules(() => true).map(each => each.package));
  const faults: CimYamlProblem[] = [];
  for (const [name, { version }] of used) {
    const said = listed.get(name);
    if (!said)
      faults.push({
        kind: 'unlisted-dependency',
        subject: name,
        line,
        message: `\`${name}\` is in Cargo.toml but not listed: add \`${name}: "${version ?? '…'}"\``,
      });
    else if (version !== undefined && said.value !== '' && canSatisfyBoth(version, said.value) === false)
      faults.push({
        kind: 'dependency-differs',
        subject: name,
        line: said.line,
        message: `\`${name}\` is listed with ${said.value}, but Cargo.toml requires ${version}`,
      });
  }
  for (const [name, said] of listed)
    if (!known.has(name))
      faults.push({
        kind: 'unused-dependency',
        subject: name,
        line: said.line,
        message: `\`${name}\` is listed but is not a dependency in Cargo.toml: remove it`,
      });
  return faults;
}
