/**
 * What a build with certain features has: https://doc.rust-lang.org/cargo/reference/features.html. Platforms and options
 * that nobody knows count as on.
 */

import { memo } from '../cache/memo.js';
import type { Dependency, Package } from '../cargo/model.js';
import { asksOption, holds, offBy } from './cfg.js';
import type { Build } from './crate-files.js';
import type { Attribute, Cfg } from './model.js';

/** A build of a package. */
export interface FeatureBuild extends Build {
  /** The features that are on. */
  readonly features: ReadonlySet<string>;
  /** Whether only builds with an option of the crate's own (`--cfg tokio_unstable`) have what these attributes mark. */
  asksOption(attributes: readonly Attribute[]): boolean;
  /** Whether an attribute of this path is on. */
  has(attributes: readonly Attribute[], path: string): boolean;
  /** What the features turn on in a dependency, by its name in the manifest. */
  featuresOf(dependency: Dependency): readonly string[];
}

/** What `cargo build` gives where nobody asks for other features. */
export const defaultBuild: (pkg: Package) => FeatureBuild = memo(pkg => buildOf(pkg, ['default']));

/** The build of a package with these features. */
export function buildOf(pkg: Package, asked: readonly string[]): FeatureBuild {
  const { features, passed } = closureOf(pkg, asked);
  const given = (attributes: readonly Attribute[]) =>
    attributes.some(each => each.cfg ?? each.when) ? attributes.map(each => known(each, features)) : attributes;
  return {
    features,
    key: [...features].sort().join(',') || '-',
    offBy: attributes => offBy(given(attributes)),
    asksOption: attributes => asksOption(given(attributes)),
    has: (attributes, path) =>
      given(attributes).some(each => each.path === path && !(each.when && holds(each.when) === 'no')),
    featuresOf: ({ name, features: own, defaultFeatures }) => [
      ...(defaultFeatures ? ['default'] : []),
      ...own,
      ...(passed.get(name) ?? []),
    ],
  };
}

/** Every feature that some features enable, and the features of dependencies that they pass on. */
function closureOf(pkg: Package, asked: readonly string[]) {
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
      // `name/feature` turns an optional dependency on, and with it the feature of its name.
      if (!name.endsWith('?') && enables.has(dependency)) queue.push(dependency);
      continue;
    }
    features.add(next);
    queue.push(...(enables.get(next) ?? []));
  }
  return { features, passed };
}

function known(attribute: Attribute, features: ReadonlySet<string>): Attribute {
  const { cfg, when } = attribute;
  return {
    ...attribute,
    ...(cfg ? { cfg: decided(cfg, features) } : {}),
    ...(when ? { when: decided(when, features) } : {}),
  };
}

/** A predicate with its features replaced by what they are: `true` is `all()`, `false` is `any()`. */
function decided(cfg: Cfg, features: ReadonlySet<string>): Cfg {
  if (cfg.kind === 'not') return { kind: 'not', of: decided(cfg.of, features) };
  if (cfg.kind !== 'option') return { kind: cfg.kind, of: cfg.of.map(each => decided(each, features)) };
  if (cfg.name !== 'feature' || cfg.value === undefined) return cfg;
  return { kind: features.has(cfg.value) ? 'all' : 'any', of: [] };
}
