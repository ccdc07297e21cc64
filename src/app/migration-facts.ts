import semver from 'semver';
import { moduleCimYaml } from '../facts/cim-yaml.js';
import type { Policy } from '../policy/policy.js';
import type { MigrationFacts } from '../report/migration/input.js';
import type { Snapshot } from '../snapshot/snapshot.js';
import { unannouncedRemovals } from '../standard/shared/removals.js';
import { moduleReleases } from '../standard/shared/module-releases.js';

/** The facts in migration issues besides the findings: the registry's claims and the newest release. */
export function migrationFacts(snapshot: Snapshot, policy: Policy): MigrationFacts {
  const { subject, parts } = snapshot;
  const { registry, tags, files } = parts;
  const { releases, packages } = moduleReleases(tags.read ? tags.value : [], files, { subject, policy });
  const version = packages[0]?.version;
  const released = releases.map(({ version }) => version).sort(semver.rcompare)[0];
  const name = policy.module ?? subject.repo ?? '';
  const own = registry.read ? registry.value.statuses?.get(name) : undefined;
  const claimed = own ?? (registry.read ? registry.value.module?.status : undefined);
  const cimYaml = files.read ? moduleCimYaml(files.value) : undefined;
  const names = registry.read ? (registry.value.dependencies.get(name) ?? []) : [];
  return {
    ...(claimed === undefined ? {} : { claimed }),
    dependencies: names.map(each => {
      const status = registry.read ? registry.value.statuses?.get(each) : undefined;
      return { name: each, ...(status === undefined ? {} : { status }) };
    }),
    ...(cimYaml?.read ? { maintainers: cimYaml.value.maintainers } : {}),
    ...(claimed === 'production' ? { removals: unannouncedRemovals(snapshot, policy) } : {}),
    ...(version === undefined ? {} : { version }),
    ...(released === undefined ? {} : { released }),
  };
}
