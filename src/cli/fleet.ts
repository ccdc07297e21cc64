/** `cim-readiness fleet [WHERE...]`: every module of a directory of checkouts, of a registry, or of an organization. */
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { folderFiles } from '../collect/documents.js';
import { hasRegistry } from '../collect/registry.js';
import { UnreadableError } from '../collect/unreadable.js';
import { REGISTRY_FILES } from '../facts/registry/model.js';
import { readRegistry } from '../facts/registry/read.js';
import { type RegistryReading, readRegistryRepository } from '../fleet/registry-reading.js';
import { type Attempt, type FleetParts, fleetView, measuredManifests } from '../fleet/view.js';
import { REGISTRY_PATHS, registryPlan } from '../report/fleet/registry-plan.js';
import type { FormatOf } from '../report/formats.js';
import type { Files } from '../snapshot/files.js';
import { DEFAULT_STANDARD } from '../standard/all.js';
import { counted } from '../standard/criterion.js';
import type { Question } from './fleet-worker.js';
import { printReport } from './output.js';
import { askAll } from './pool.js';
import { registryFiles } from './registry.js';

export interface FleetOptions {
  readonly registry?: string | undefined;
  readonly write?: true | undefined;
  readonly advisories?: string | undefined;
  readonly format: FormatOf<'fleet'>;
}

export async function fleetCommand(where: readonly string[], options: FleetOptions): Promise<void> {
  const now = new Date().toISOString();
  if (options.write && (options.registry === undefined || !(await hasRegistry(options.registry))))
    throw new UnreadableError('--write requires --registry DIR, the root of a checkout of the registry');
  const files = options.registry === undefined ? undefined : await registryFiles(options.registry);
  const registry = files && readRegistry(files);
  const places = where.length === 0 && registry === undefined ? ['.'] : where;
  const found = await Promise.all(places.map(checkoutsIn));
  const checkouts = [...new Set(found.flatMap(({ dirs }) => dirs))];
  const remote = found.flatMap(({ github }) => github);
  if (checkouts.length + remote.length === 0 && registry === undefined)
    throw new UnreadableError(
      `${places.join(', ')} has no checkout of a module: a Git repository with a Cargo.toml or a cim.yaml`,
    );
  const { advisories } = options;
  if (advisories !== undefined) await (await import('../collect/advisories.js')).collectAdvisories(advisories, now);
  const attempts = [
    ...(await assessed(checkouts.map(dir => ({ dir, now, advisories })))),
    ...(await assessedOnGitHub(remote, now, advisories)),
  ];
  const documents = options.registry === undefined ? undefined : await documentsOf(options.registry, attempts, now);
  const parts = { standard: DEFAULT_STANDARD, attempts, takenAt: now, ...documents };
  await printReport('fleet', options.format, { standard: DEFAULT_STANDARD, view: fleetView({ ...parts, registry }) });
  if (options.write && options.registry !== undefined) await writeRegistry(options.registry, parts);
  const failed = attempts.filter(attempt => 'reason' in attempt).length;
  if (failed > 0) process.stderr.write(`cim-readiness: ${counted(failed, 'module')} could not be assessed\n`);
  if (attempts.length > 0 && failed === attempts.length) process.exitCode = 2;
}

/** Writes what was measured into the registry's files; each that changed is named on standard error. */
async function writeRegistry(dir: string, parts: Omit<FleetParts, 'registry'>): Promise<void> {
  const paths = [...new Set([...REGISTRY_PATHS, ...Object.values(REGISTRY_FILES)])];
  const found = paths.map(
    async path => [path, await readFile(join(dir, path), 'utf8').catch(() => undefined)] as const,
  );
  const present = (await Promise.all(found)).filter((each): each is [string, string] => each[1] !== undefined);
  const before = new Map(present);
  const { texts, refused } = registryPlan({ texts: before, parts });
  for (const [path, text] of texts) {
    if (before.get(path) === text) continue;
    await writeFile(join(dir, path), text);
    process.stderr.write(`cim-readiness: wrote ${path}\n`);
  }
  for (const { path, reason } of refused) process.stderr.write(`cim-readiness: left ${path} as it is: ${reason}\n`);
}

/** Resolves a place to checkouts or to repositories on GitHub. */
async function checkoutsIn(
  place: string,
): Promise<{ readonly dirs: readonly string[]; readonly github: readonly string[] }> {
  const isDirectory = await stat(place).then(
    each => each.isDirectory(),
    () => false,
  );
  if (!isDirectory) {
    if (/^[\w.-]+(?:\/[\w.-]+)?$/.test(place) && !place.startsWith('.')) return { dirs: [], github: [place] };
    throw new UnreadableError(`${place} is not a directory, an organization, or OWNER/REPO`);
  }
  if (await exists(join(place, '.git'))) return { dirs: [resolve(place)], github: [] };
  const inside = await readdir(place, { withFileTypes: true });
  const dirs = inside
    .filter(each => each.isDirectory() || each.isSymbolicLink())
    .map(({ name }) => resolve(place, name));
  const modules = await Promise.all(dirs.map(async dir => ((await isModule(dir)) ? [dir] : [])));
  return { dirs: modules.flat().sort(), github: [] };
}

/** A Git repository that is named like a module, or has the files of one. */
async function isModule(dir: string): Promise<boolean> {
  if (!(await exists(join(dir, '.git')))) return false;
  return basename(dir).startsWith('cim-') || (await exists(join(dir, 'Cargo.toml'))) || exists(join(dir, 'cim.yaml'));
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function assessed(questions: readonly Question[]): Promise<Attempt[]> {
  const attempts: (readonly Attempt[])[] = [];
  let done = 0;
  progress(0, questions.length, '');
  await askAll(questions, (index, answer) => {
    const name = basename(questions[index]?.dir ?? '');
    attempts[index] =
      'measured' in answer ? answer.measured.map(each => ({ name: each.name, measured: each })) : [{ name, ...answer }];
    progress(++done, questions.length, name);
  });
  return attempts.flat();
}

async function assessedOnGitHub(
  places: readonly string[],
  now: string,
  advisories: string | undefined,
): Promise<Attempt[]> {
  if (places.length === 0) return [];
  const { measuredOnGitHub, listModules } = await import('./fleet-github.js');
  const repositories = (await Promise.all(places.map(listModules))).flat();
  const attempts: Attempt[] = [];
  for (const [done, repository] of repositories.entries()) {
    progress(done, repositories.length, repository.repo);
    attempts.push(...(await measuredOnGitHub(repository, now, advisories)));
  }
  progress(repositories.length, repositories.length, '');
  return attempts;
}

/** What the documents of the registry's repository say; undefined for a directory that is not the root of one. */
async function documentsOf(
  registry: string,
  attempts: readonly Attempt[],
  now: string,
): Promise<Omit<RegistryReading, 'view'> | undefined> {
  const files = await repositoryFiles(registry);
  return files && readRegistryRepository(files, { today: now.slice(0, 10), manifests: measuredManifests(attempts) });
}

/** The files of the registry's repository: of a directory, or of OWNER/REPO on GitHub. */
async function repositoryFiles(registry: string): Promise<Files | undefined> {
  if (await hasRegistry(registry)) return (await folderFiles(registry)).files;
  if (await exists(registry)) return undefined;
  const [owner = '', repo = ''] = registry.split('/');
  const [{ clientOfPerson }, { filesFrom }] = await Promise.all([
    import('./github.js'),
    import('../collect/github/tree.js'),
  ]);
  const files = await filesFrom(clientOfPerson(), { owner, repo, sha: 'HEAD' });
  if (!files.read) throw new UnreadableError(`${registry}: ${files.reason}`);
  return files.value;
}

/** How far the assessments are, on standard error: a line that is written over on a terminal, else a line for each tenth. */
function progress(done: number, all: number, name: string): void {
  const plain = name.replace(/[^\x20-\x7e]/g, '?').slice(0, 40);
  if (process.stderr.isTTY) process.stderr.write(done === all ? '\r\u001b[K' : `\r\u001b[K${done}/${all} ${plain}`);
  else if (done > 0 && (done === all || done % Math.ceil(all / 10) === 0))
    process.stderr.write(`cim-readiness: ${done} of ${all} assessed\n`);
}
