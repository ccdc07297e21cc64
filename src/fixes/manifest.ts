/** Edits of Cargo.toml that need no decision: versions that are locked, benches that are there, metadata that is known. */
import { lockedVersions } from '../cargo/lock.js';
import type { Dependency } from '../cargo/model.js';
import { licenseFiles } from '../facts/licenses/licenses.js';
import { pinnedChannel } from '../facts/toolchain.js';
import { readToml } from '../formats/toml.js';
import { editToml, type TomlEdit } from '../formats/toml-edit.js';
import type { FileChange } from '../snapshot/changed-files.js';
import { readText } from '../snapshot/files.js';
import { type Declined, declined, type Fix, type FixContext, type Proposal } from './fix.js';

export const dependencyVersions: Fix = {
  criteria: ['dependency-versions'],
  // The version of a module in Cargo.toml is compared with the range in cim.yaml.
  propose(context): Proposal | Declined {
    const edits = new Map<string, TomlEdit[]>();
    for (const { kind, subject, path, line } of context.problems) {
      const dependency = context.packages
        .flatMap(({ dependencies }) => dependencies)
        .find(each => each.name === subject && each.path === path && each.line === line);
      const at = dependency && tableOf(context, dependency);
      if (!dependency || !at || path === undefined) continue;
      edits.set(path, [...(edits.get(path) ?? []), ...versionEdits(context, dependency, at, kind ?? '')]);
    }
    return edited(context, edits, 'Write the versions that Cargo.lock and the manifests name');
  },
};

/** The path of a dependency in its manifest. */
function tableOf({ files }: FixContext, { name, kind, target, path, line }: Dependency): readonly string[] | undefined {
  const text = readText(files, path);
  const parsed = text.read ? readToml(text.value) : undefined;
  if (!parsed || 'problem' in parsed) return undefined;
  const section = kind === 'normal' ? 'dependencies' : `${kind}-dependencies`;
  const places = [
    ...(target === undefined ? [] : [['target', target, section, name]]),
    [section, name],
    ['workspace', 'dependencies', name],
  ];
  return places.find(place => has(parsed.toml.value, place) && parsed.toml.lineOf(place) === line);
}

function has(value: unknown, path: readonly string[]): boolean {
  let at = value;
  for (const key of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return false;
    at = (at as Readonly<Record<string, unknown>>)[key];
  }
  return true;
}

function versionEdits(
  { files, packages }: FixContext,
  dependency: Dependency,
  at: readonly string[],
  kind: string,
): TomlEdit[] {
  const locked = lockedVersions(files, 'Cargo.lock')?.get(dependency.package) ?? [];
  const [only] = locked.length === 1 ? locked : [];
  const member = packages.find(({ folder }) => dependency.folder !== undefined && folder === dependency.folder);
  const version = member?.version ?? only?.version;
  const revision = /#([0-9a-f]{40})$/.exec(only?.source ?? '')?.[1];
  const isTable = dependency.source !== 'registry' || kind === 'no-version';
  const set = (key: string, value: string): TomlEdit => ({ set: [...at, key], value });
  if (kind === 'any-version')
    return version === undefined
      ? []
      : [isShort(files, dependency, at) ? { set: at, value: version } : set('version', version)];
  const { git } = dependency;
  const isFixed = git?.tag !== undefined || git?.rev !== undefined;
  // Cargo refuses `rev` beside `branch`.
  if (git && !isFixed && (revision === undefined || git.branch !== undefined)) return [];
  return [
    ...(kind === 'no-version' && isTable && version !== undefined ? [set('version', version)] : []),
    ...(git && !isFixed && revision !== undefined ? [set('rev', revision)] : []),
  ];
}

/** Whether the dependency is written as `name = "*"`. */
function isShort(files: FixContext['files'], { path }: Dependency, at: readonly string[]): boolean {
  const text = readText(files, path);
  const parsed = text.read ? readToml(text.value) : undefined;
  let value: unknown = parsed && 'toml' in parsed ? parsed.toml.value : undefined;
  for (const key of at) value = (value as Readonly<Record<string, unknown>> | undefined)?.[key];
  return typeof value === 'string';
}

export const benchTargets: Fix = {
  criteria: ['bench-targets'],
  propose(context): Proposal | Declined {
    const edits = new Map<string, TomlEdit[]>();
    for (const { manifestPath, targets } of context.packages) {
      const wrong = new Set(
        context.problems
          .filter(({ kind, path }) => kind === 'double-harness' && path !== undefined)
          .filter(({ path }) => path === manifestPath || targets.some(target => target.path === path))
          .map(({ subject }) => subject),
      );
      const declaredBenches = targets.filter(({ kind, declared: isDeclared }) => kind === 'bench' && isDeclared);
      const own = targets
        .filter(({ kind, name }) => kind === 'bench' && wrong.has(name))
        .map((target): TomlEdit => {
          if (!target.declared) return { append: 'bench', entry: { name: target.name, harness: false } };
          return { set: ['bench', declaredBenches.indexOf(target), 'harness'], value: false };
        });
      if (own.length > 0) edits.set(manifestPath, own);
    }
    return edited(context, edits, 'Set `harness = false` for benches with a main of their own');
  },
};

export const cargoMetadata: Fix = {
  criteria: ['cargo-metadata'],
  // Cargo.toml then names the license whose text is there.
  alsoChanges: { license: ['met'] },
  propose(context): Proposal | Declined {
    const known = knownMetadata(context);
    const edits = new Map<string, TomlEdit[]>();
    const added = new Set<string>();
    for (const { kind, subject, path } of context.problems) {
      const value = kind === 'missing-field' && subject !== undefined ? known.get(subject) : undefined;
      if (value === undefined || path === undefined || subject === undefined) continue;
      edits.set(path, [...(edits.get(path) ?? []), { set: ['package', subject], value }]);
      added.add(subject);
    }
    const rest = context.problems.filter(({ subject }) => !added.has(subject ?? ''));
    const proposal = edited(context, edits, `Add ${[...added].map(each => `\`${each}\``).join(', ')} to \`[package]\``);
    if ('declined' in proposal || rest.length === 0) return proposal;
    return { ...proposal, remains: `Correct ${rest.map(({ subject }) => `\`${subject}\``).join(', ')} by hand.` };
  },
};

/** The values that the repository itself tells. */
function knownMetadata(context: FixContext): ReadonlyMap<string, string> {
  const { files, subject, answers } = context;
  const known = new Map<string, string>();
  if (subject.owner !== null && subject.repo !== null)
    known.set('repository', `https://github.com/${subject.owner}/${subject.repo}`);
  const held = new Set(licenseFiles(files).flatMap(({ holds }) => holds));
  if (held.size > 0) known.set('license', [...held].sort().reverse().join(' OR '));
  else if (answers.license !== undefined) known.set('license', answers.license);
  const toolchain = pinnedChannel(files);
  const version = /^\d+\.\d+(?:\.\d+)?$/.exec(toolchain ?? '')?.[0];
  if (version !== undefined) known.set('rust-version', version);
  return known;
}

/** The edited files; declined if nothing can be edited. */
function edited(
  { files }: FixContext,
  edits: ReadonlyMap<string, readonly TomlEdit[]>,
  summary: string,
): Proposal | Declined {
  const changes: FileChange[] = [];
  for (const [path, wanted] of edits) {
    const text = readText(files, path);
    const after = text.read ? editToml(text.value, wanted) : undefined;
    if (after !== undefined && text.read && after !== text.value) changes.push({ path, text: after });
  }
  return changes.length > 0 ? { changes, summary } : declined('the values to write are not known');
}
