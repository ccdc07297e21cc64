/** Holds the readers of manifests (`src/cargo/`) against `cargo metadata`. */
import { join, relative } from 'node:path';
import { z } from 'zod';
import { readCargo } from '../src/cargo/cargo.js';
import type { Dependency, Package } from '../src/cargo/model.js';
import { files, type Texts } from '../test/support/snapshots.js';
import { inFolder, writeFiles } from './folders.js';
import { showTexts, workspaces } from './manifests/workspaces.js';
import { compare, type Oracle } from './oracle.js';
import { runTool } from './tool.js';

export const manifests: Oracle = {
  name: 'manifests',
  judges: '`readCargo` in src/cargo/cargo.ts: the packages, targets, dependencies, and features of a workspace',
  tool: { command: 'cargo', package: 'cargo-web' },
  check: compare({ inputs: workspaces, show: showTexts, ours, theirs, batch: 8 }),
};

function ours(texts: Texts): string {
  return readCargo(files(texts)).packages.flatMap(ourLines).sort().join('\n');
}

/** Two at a time, because `cargo` waits for the disk. */
async function theirs(inputs: readonly Texts[]): Promise<(string | undefined)[]> {
  const answers: (string | undefined)[] = [];
  for (let at = 0; at < inputs.length; at += 2)
    answers.push(...(await Promise.all(inputs.slice(at, at + 2).map(metadataOf))));
  return answers;
}

const dependency = z.object({
  name: z.string(),
  rename: z.string().nullable(),
  req: z.string(),
  kind: z.enum(['dev', 'build']).nullable(),
  optional: z.boolean(),
  uses_default_features: z.boolean(),
  features: z.array(z.string()),
  target: z.string().nullable(),
  source: z.string().nullable(),
  path: z.string().optional(),
});

const target = z.object({
  kind: z.array(z.string()),
  name: z.string(),
  src_path: z.string(),
  'required-features': z.array(z.string()).optional(),
});

const metadata = z.object({
  packages: z.array(
    z.object({
      name: z.string(),
      version: z.string(),
      license: z.string().nullable(),
      license_file: z.string().nullable(),
      description: z.string().nullable(),
      authors: z.array(z.string()),
      categories: z.array(z.string()),
      keywords: z.array(z.string()),
      repository: z.string().nullable(),
      homepage: z.string().nullable(),
      documentation: z.string().nullable(),
      rust_version: z.string().nullable(),
      edition: z.string(),
      publish: z.array(z.string()).nullable(),
      manifest_path: z.string(),
      dependencies: z.array(dependency),
      targets: z.array(target),
      features: z.record(z.string(), z.array(z.string())),
    }),
  ),
});

type Theirs = z.infer<typeof metadata>['packages'][number];

function metadataOf(texts: Texts): Promise<string | undefined> {
  return inFolder(async folder => {
    writeFiles(folder, Object.entries(texts));
    const { code, stdout } = await runTool('cargo', ARGS, { cwd: folder });
    if (code !== 0) return undefined;
    const { packages } = metadata.parse(JSON.parse(stdout.toString()));
    return packages
      .flatMap(each => theirLines(each, folder))
      .sort()
      .join('\n');
  });
}

const ARGS = ['metadata', '--no-deps', '--offline', '--format-version', '1'];

/** The keys of `[package]` that are compared as they are, by their name in `cargo metadata`. */
const FIELDS = {
  license: 'license',
  'license-file': 'license_file',
  description: 'description',
  authors: 'authors',
  categories: 'categories',
  keywords: 'keywords',
  repository: 'repository',
  homepage: 'homepage',
  documentation: 'documentation',
  'rust-version': 'rust_version',
} as const;

function theirLines(pkg: Theirs, root: string): string[] {
  const below = (path: string) => relative(root, path);
  const folder = below(join(pkg.manifest_path, '..'));
  const fields = Object.entries(FIELDS).flatMap(([key, name]) => {
    const value = pkg[name];
    if (value === null || value.length === 0) return [];
    return [`${key} = ${key === 'license-file' ? join(folder, String(value)) : JSON.stringify(value)}`];
  });
  return lines(folder, [
    `name = ${pkg.name}`,
    `version = ${pkg.version}`,
    `edition = ${pkg.edition}`,
    `publishable = ${pkg.publish?.length !== 0}`,
    ...fields,
    ...pkg.targets.map(each =>
      targetLine(kindOf(each.kind), each.name, below(each.src_path), each['required-features'] ?? []),
    ),
    ...pkg.dependencies.map(each =>
      dependencyLine({
        name: each.rename ?? each.name,
        package: each.name,
        kind: each.kind ?? 'normal',
        requirement: each.req,
        source: each.source === null ? 'path' : (each.source.split('+')[0] ?? ''),
        folder: each.path === undefined ? '' : below(each.path),
        optional: each.optional,
        defaults: each.uses_default_features,
        features: each.features,
        target: each.target ?? '',
      }),
    ),
    ...Object.entries(pkg.features).map(([name, enables]) => featureLine(name, enables)),
  ]);
}

function kindOf(kinds: readonly string[]): string {
  const [kind = ''] = kinds;
  return ['bin', 'example', 'test', 'bench', 'proc-macro'].includes(kind) ? kind : 'lib';
}

function ourLines(pkg: Package): string[] {
  const fields = Object.keys(FIELDS).flatMap(key => {
    const field = pkg.fields.get(key);
    const value = field?.value;
    if (!field || (Array.isArray(value) && value.length === 0)) return [];
    return [`${key} = ${key === 'license-file' ? join(field.path, '..', String(value)) : JSON.stringify(value)}`];
  });
  return lines(pkg.folder, [
    `name = ${pkg.name}`,
    `version = ${pkg.version}`,
    `edition = ${pkg.edition}`,
    `publishable = ${pkg.publishable}`,
    ...fields,
    ...pkg.targets.map(each =>
      targetLine(each.procMacro ? 'proc-macro' : each.kind, each.name, each.path, each.requiredFeatures),
    ),
    ...pkg.dependencies.map(each =>
      dependencyLine({
        ...each,
        requirement: requirementOf(each),
        folder: each.folder ?? '',
        defaults: each.defaultFeatures,
        target: each.target ?? '',
      }),
    ),
    ...pkg.features.map(({ name, enables }) => featureLine(name, enables)),
  ]);
}

/** A requirement as Cargo prints it. */
function requirementOf({ version = '*' }: Dependency): string {
  return version
    .split(',')
    .map(part => part.trim())
    .map(part => (/^\d/.test(part) && !part.includes('*') ? `^${part}` : part))
    .join(', ');
}

function lines(folder: string, each: readonly string[]): string[] {
  return each.map(line => `${folder || '.'}: ${line}`);
}

function targetLine(kind: string, name: string, path: string, features: readonly string[]): string {
  return `target ${kind} ${name} at ${path}${features.length > 0 ? ` with ${[...features].sort().join(', ')}` : ''}`;
}

interface Shown {
  readonly name: string;
  readonly package: string;
  readonly kind: string;
  readonly requirement: string;
  readonly source: string;
  readonly folder: string;
  readonly optional: boolean;
  readonly defaults: boolean;
  readonly features: readonly string[];
  readonly target: string;
}

function dependencyLine(each: Shown): string {
  const words = [
    `${each.kind} dependency ${each.name}`,
    `is ${each.package} ${each.requirement}`,
    `from ${[each.source, each.folder].filter(Boolean).join(' ')}`,
    ...(each.target ? [`for ${each.target}`] : []),
    ...(each.optional ? ['optional'] : []),
    ...(each.defaults ? [] : ['without default features']),
    ...(each.features.length > 0 ? [`with ${[...each.features].sort().join(', ')}`] : []),
  ];
  return words.join(', ');
}

function featureLine(name: string, enables: readonly string[]): string {
  return `feature ${name} enables ${[...enables].sort().join(', ')}`;
}
