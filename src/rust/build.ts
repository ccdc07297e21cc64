/**
 * Decides which code a build with given features contains: https://doc.rust-lang.org/cargo/reference/features.html. Platforms and unknown
 * options count as on.
 */

import { memo } from '../cache/memo.js';
import type { Dependency, Package } from '../cargo/model.js';
import { holds, offReason, requiresOption } from './cfg.js';
import type { Build } from './crate-files.js';
import type { Attribute, Cfg } from './model.js';

/** A build of a package. */
export interface FeatureBuild extends Build {
  /** The enabled features. */
  readonly features: ReadonlySet<string>;
  /** Whether only builds with an option of the crate itself (`--cfg tokio_unstable`) contain the item with these attributes. */
  asksOption(attributes: readonly Attribute[]): boolean;
  /** Whether an attribute with this path is active. */
  has(attributes: readonly Attribute[], path: string): boolean;
  /** The features that the build enables in a dependency, by its name in the manifest. */
  featuresOf(dependency: Dependency): readonly string[];
}

/** The build of `cargo build` without other features. */
export const defaultBuild: (pkg: Package) => FeatureBuild = memo(pkg => featureBuild(pkg, ['default']));

/** The build of a package with these features. */
export function featureBuild(pkg: Package, asked: readonly string[]): FeatureBuild {
  const { features, passed } = enabledFeatures(pkg, asked);
  const given = (attributes: readonly Attribute[]) =>
    attributes.some(each => each.cfg ?? each.when)
      ? attributes.map(each => withKnownFeatures(each, features))
      : attributes;
  return {
    features,
    key: [...features].sort().join(',') || '-',
    offReason: attributes => offReason(given(attributes)),
    asksOption: attributes => requiresOption(given(attributes)),
    has: (attributes, path) =>
      given(attributes).some(each => each.path === path && !(each.when && holds(each.when) === 'no')),
    featuresOf: ({ name, features: own, defaultFeatures }) => [
      ...(defaultFeatures ? ['default'] : []),
      ...own,
      ...(passed.get(name) ?? []),
    ],
  };
}

/** Every feature that the given features enable, transitively, with the features that they enable in dependencies. */
function enabledFeatures(pkg: Package, asked: readonly string[]) {
  const enables = new Map(pkg.features.map(each => [each.name, each.enables]));
  const features = new Set<string>();
  const passed = new Map<string, string[]>();
  const queue = [...asked];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const [name = '', feature] = next.split('/');
    if (next.startsWith('dep:') || features.has(next)) continue;
    if (feature !== undefined) {
      const dependency = name.replace(/\?$/, '');
      const list = passed.get(dependency) ?? [];
      if (list.includes(feature)) continue;
      passed.set(dependency, [...list, feature]);
      // `name/feature` also enables the optional dependency, and with it the feature of the same name.
      if (!name.endsWith('?') && enables.has(dependency)) queue.push(dependency);
      continue;
    }
    features.add(next);
    queue.push(...(enables.get(next) ?? []));
  }
  return { features, passed };
}

function withKnownFeatures(attribute: Attribute, features: ReadonlySet<string>): Attribute {
  const { cfg, when } = attribute;
  return {
    ...attribute,
    ...(cfg ? { cfg: substituteFeatures(cfg, features) } : {}),
    ...(when ? { when: substituteFeatures(when, features) } : {}),
  };
}

/** Replaces the features in a predicate with their values: `true` is `all()`, `false` is `any()`. */
function substituteFeatures(cfg: Cfg, features: ReadonlySet<string>): Cfg {
  if (cfg.kind === 'not') return { kind: 'not', of: substituteFeatures(cfg.of, features) };
  if (cfg.kind !== 'option') return { kind: cfg.kind, of: cfg.of.map(each => substituteFeatures(each, features)) };
  if (cfg.name !== 'feature' || cfg.value === undefined) return cfg;
  return { kind: features.has(cfg.value) ? 'all' : 'any', of: [] };
}
