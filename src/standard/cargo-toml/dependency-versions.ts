import type { Dependency, Package } from '../../cargo/model.js';
import { counted, criterion, type Evidence, verdict } from '../criterion.js';
import { withPackages } from '../shared/scope.js';

export const dependencyVersions = criterion({
  id: 'dependency-versions',
  title: 'Dependencies have explicit versions',
  severity: 'must',
  kind: 'automatic',
  rationale: 'A dependency of any version, or of whatever a branch holds today, makes every build another program.',
  looksAt:
    'Each dependency of every kind and target: a version requirement that is not `*`; by path and by git too, and by git a `tag` or `rev` besides.',
  looksNotAt: 'Dev-dependencies by path, and the crate’s dependency on itself.',
  remediation:
    'Write the version that you build with: `itoa = "1.0"`. By path: `cim-order = { path = "../cim-order", version = "0.3" }`. By git: `{ git = "…", tag = "v0.3.0", version = "0.3" }`.',
  example: {
    met: '```toml\nserde = "1.0"\ncim-order = { path = "../cim-order", version = "0.3" }\n```',
    unmet: '```toml\nserde = "*"\ncim-order = { path = "../cim-order" }\n```',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withPackages(files, context, packages => {
      const findings = new Map<string, Evidence>();
      let all = 0;
      for (const pkg of packages)
        for (const dependency of pkg.dependencies) {
          all += 1;
          const message = versionFault(pkg, dependency);
          if (message !== undefined)
            findings.set(`${dependency.path}:${dependency.line}:${message}`, {
              path: dependency.path,
              line: dependency.line,
              message,
            });
        }
      return verdict({
        findings: [...findings.values()],
        met: `${counted(all, 'dependency', 'dependencies')}, each with a version`,
        unmet: `${findings.size} of ${counted(all, 'dependency', 'dependencies')} without an explicit version`,
      });
    }),
});

function versionFault(pkg: Package, { name, package: of, kind, source, version, git }: Dependency): string | undefined {
  if (of === pkg.name || (kind === 'dev' && source === 'path')) return undefined;
  if (version?.trim() === '*') return `\`${name}\` takes any version (\`*\`): name the one that you build with`;
  const fixed = git?.tag !== undefined || git?.rev !== undefined;
  if (version === undefined) {
    if (source === 'git')
      return `\`${name}\` comes from git without a version${fixed ? '' : ', a tag or a rev'}: add ${fixed ? 'it' : 'a version, and a tag or rev'}`;
    return `\`${name}\` ${source === 'path' ? 'comes by its path alone' : 'has no version'}: add the version`;
  }
  return source === 'git' && !fixed ? `\`${name}\` comes from git without a tag or rev: add one` : undefined;
}
