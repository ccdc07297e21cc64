import type { Package } from '../../cargo/model.js';
import { readCargo } from '../../cargo/cargo.js';
import { selectScope } from '../../cargo/scope.js';
import type { Files } from '../../snapshot/files.js';
import { type Context, notApplicable, type Outcome, unknown } from '../criterion.js';

/** Checks the packages in scope: not applicable without a crate, unknown if the manifest cannot be read. */
export function withPackages(
  files: Files,
  { subject, policy }: Context,
  judge: (packages: readonly Package[]) => Outcome,
): Outcome {
  const asked = policy.module === undefined ? {} : { module: policy.module };
  const scope = selectScope(files, { ...asked, repo: subject.repo });
  if (scope.kind === 'no-crate') return notApplicable(scope.reason);
  return scope.kind === 'unreadable' ? unknown(scope.reason) : judge(scope.packages);
}

/** Like `withPackages`, for the packages with a library target: not applicable without one. */
export function withLibraries(
  files: Files,
  context: Context,
  judge: (packages: readonly Package[]) => Outcome,
): Outcome {
  return withPackages(files, context, packages => {
    const libraries = packages.filter(each => each.targets.some(target => target.kind === 'lib'));
    return libraries.length > 0 ? judge(libraries) : notApplicable('there is no library target');
  });
}

/** The packages in scope, for criteria that also apply without a crate: none if there is none or it cannot be read. */
export function packagesInScope(files: Files, { subject, policy }: Context): readonly Package[] {
  const asked = policy.module === undefined ? {} : { module: policy.module };
  const scope = selectScope(files, { ...asked, repo: subject.repo });
  return scope.kind === 'packages' ? scope.packages : [];
}

/** The names of all packages of the repository, whether or not they are assessed; undefined if the manifests cannot be read. */
export function packageNames(files: Files): readonly string[] | undefined {
  const { packages, problems } = readCargo(files);
  return problems.length > 0 ? undefined : packages.map(({ name }) => name);
}
