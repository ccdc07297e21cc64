import type { Dependency, Package } from '../../cargo/model.js';
import { counted, criterion, type Problem, metOrUnmet } from '../criterion.js';
import { withPackages } from '../shared/scope.js';

export const dependencyVersions = criterion({
  id: 'dependency-versions',
  title: 'Dependencies have explicit versions',
  severity: 'must',
  kind: 'automatic',
  rationale:
    'If a dependency can be any version, or whatever a branch holds today, every build is a different program.',
  looksAt:
    'Each dependency of every kind and target. It must have a version requirement that is not `*`, also if it comes by path or from Git. A dependency from Git must also have a `tag` or `rev`.',
  looksNotAt: "Dev-dependencies by path, and the crate's dependency on itself.",
  remediation:
    'Write the version that you build with: `itoa = "1.0"`. For a dependency by path, write `cim-order = { path = "../cim-order", version = "0.3" }`. For a dependency from Git, write `{ git = "…", tag = "v0.3.0", version = "0.3" }`.',
  example: {
    met: '```toml\nserde = "1.0"\ncim-order = { path = "../cim-order", version = "0.3" }\n```',
    unmet: '```toml\nserde = "*"\ncim-order = { path = "../cim-order" }\n```',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withPackages(files, context, packages => {
      const problems = new Map<string, Problem>();
      let all = 0;
      for (const pkg of packages)
        for (const dependency of pkg.dependencies) {
          all += 1;
          const { name: subject, path, line } = dependency;
          const fault = versionFault(pkg, dependency);
          if (fault) problems.set(`${path}:${line}:${fault.kind}:${subject}`, { ...fault, subject, path, line });
        }
      return metOrUnmet({
        problems: [...problems.values()],
        met: `${counted(all, 'dependency', 'dependencies')}, each with a version`,
        unmet: `${problems.size} of ${counted(all, 'dependency', 'dependencies')} without an explicit version`,
      });
    }),
});

interface VersionFault {
  readonly kind: 'any-version' | 'no-version' | 'unpinned-git';
  readonly message: string;
}

function versionFault(
  pkg: Package,
  { name, package: of, kind, source, version, git }: Dependency,
): VersionFault | undefined {
  if (of === pkg.name || (kind === 'dev' && source === 'path')) return undefined;
  if (version?.trim() === '*')
    return {
      kind: 'any-version',
      message: `\`${name}\` accepts any version (\`*\`): write the version that you build with`,
    };
  const fixed = git?.tag !== undefined || git?.rev !== undefined;
  if (version === undefined) {
    const git = `comes from Git without a version${fixed ? '' : ', a tag, or a rev'}: add ${fixed ? 'it' : 'a version, and a tag or rev'}`;
    const other = `${source === 'path' ? 'has only a path' : 'has no version'}: add the version`;
    return { kind: 'no-version', message: `\`${name}\` ${source === 'git' ? git : other}` };
  }
  return source === 'git' && !fixed
    ? { kind: 'unpinned-git', message: `\`${name}\` comes from Git without a tag or rev: add one` }
    : undefined;
}
