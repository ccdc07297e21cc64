import { REGISTRY_FILES } from '../facts/registry/model.js';
import { stat } from 'node:fs/promises';
import { assess } from '../assess/assess.js';
import { assessModules, type ModuleAssessment } from '../assess/assess-modules.js';
import { type Assessment, blocks, isGap } from '../assess/assessment.js';
import { compare, worsens } from '../assess/compare.js';
import { selectScope } from '../cargo/scope.js';
import { collectLocal } from '../collect/local-git.js';
import { UnreadableError } from '../collect/unreadable.js';
import { readCoverage } from '../facts/coverage.js';
import type { AssessmentReport } from '../report/assessment-report.js';
import type { FormatOf } from '../report/formats.js';
import { scopeSentence } from '../report/scope-sentence.js';
import { read } from '../snapshot/reading.js';
import type { Snapshot } from '../snapshot/snapshot.js';
import { DEFAULT_STANDARD } from '../standard/all.js';
import { withAdvisories } from './advisories.js';
import { known, printReport, writeReport } from './output.js';
import { standardInForce } from '../standard/in-force.js';
import type { Standard } from '../standard/standard.js';
import { givenStandard, policyFor } from './policy.js';
import { textOfFile } from './text-file.js';

/** A format of the report, and the file that gets it. */
export interface ReportFile {
  readonly format: FormatOf<'assess'>;
  readonly file: string;
}

export interface AssessOptions {
  readonly ref?: string | undefined;
  readonly repository?: { readonly owner: string; readonly repo: string } | undefined;
  readonly module?: string | undefined;
  readonly format: FormatOf<'assess'>;
  readonly only?: readonly string[] | undefined;
  readonly base?: string | undefined;
  readonly policy?: string | undefined;
  /** The ID of the standard; it overrides the policy's. */
  readonly standard?: string | undefined;
  readonly report?: readonly string[] | undefined;
  readonly advisories?: string | undefined;
  /** Files to which the report is also written. */
  readonly output?: readonly ReportFile[] | undefined;
  readonly failOn: 'must' | 'should' | 'regression' | 'never';
}

/** `cim-readiness assess [WHAT]` */
export async function assessCommand(what: string, options: AssessOptions): Promise<void> {
  if (options.failOn === 'regression' && options.base === undefined)
    throw new UnreadableError('--fail-on regression requires --base REF, the commit to compare with');
  const collected = await collectorOf(what, options);
  const collect = async (ref: string | undefined) => withAdvisories(await collected(ref), options.advisories);
  const now = new Date().toISOString();
  const snapshot = await withReports(await collect(options.ref), options.report ?? []);
  const crate = crateNote(what, snapshot, options.module);
  let base: Promise<Snapshot> | undefined;
  const given = givenStandard(options.standard);
  let wanted: ReadonlySet<string> = new Set();
  const { standard, modules, problems } = await assessModules(snapshot.subject, {
    standard: given,
    collect: async () => snapshot,
    now: () => now,
    policy: async () => {
      const { policy, ...rest } = await policyFor(snapshot, options.policy, options.standard);
      wanted = wantedOf(options.only, standardInForce(given, policy));
      return { ...rest, policy: options.module === undefined ? policy : { ...policy, modules: [options.module] } };
    },
    previous: async (_, policy) => {
      if (options.base === undefined) return undefined;
      base ??= collect(options.base);
      return assess(await base, given, policy, now);
    },
    keep: async () => undefined,
  });
  const shown = modules.map(each => onlyWanted(wanted, each));
  const notes = [...crate, ...notesOf(snapshot), ...modules.flatMap(each => scopeSentence(each) ?? [])];
  if (options.format !== 'table')
    for (const line of [...notes, ...problems.map(({ path, line, message }) => `${path}:${line} ${message}`)])
      process.stderr.write(`cim-readiness: ${line}\n`);
  const [first, ...others] = shown.map(
    ({ name, packages, left, assessment, comparison }): AssessmentReport => ({
      standard,
      ...(name === undefined ? {} : { module: name }),
      assessment,
      scope: { packages, left },
      ...(comparison ? { comparison } : {}),
      notes,
      policyProblems: problems,
    }),
  );
  if (first) {
    const report = others.length === 0 ? first : { modules: [first, ...others] as const };
    for (const { format, file } of options.output ?? []) await writeReport('assess', format, report, file);
    await printReport('assess', options.format, report);
  }
  process.exitCode = shown.some(each => fails(each, options.failOn)) ? 1 : 0;
}

/** A module with only the wanted findings. */
function onlyWanted(
  wanted: ReadonlySet<string>,
  { assessment, comparison, ...module }: ModuleAssessment,
): ModuleAssessment {
  const shown = only(wanted, assessment);
  const compared = comparison && compare(only(wanted, comparison.base), shown);
  return { ...module, assessment: shown, ...(compared ? { comparison: compared } : {}) };
}

function only(wanted: ReadonlySet<string>, assessment: Assessment): Assessment {
  return { ...assessment, findings: assessment.findings.filter(finding => wanted.has(finding.criterion)) };
}

/** The IDs that `--only` selects, by criterion or section. */
function wantedOf(only: readonly string[] | undefined, standard: Standard): ReadonlySet<string> {
  const names = (only ?? []).flatMap(each => each.split(',')).filter(Boolean);
  const all = [
    ...standard.criterionIds.map(id => ({ id, ids: [id] })),
    ...standard.sections.map(({ id, criteria }) => ({ id, ids: criteria.map(each => each.id) })),
  ];
  return new Set(
    names.length === 0 ? standard.criterionIds : names.flatMap(name => known('criterion or section', name, all).ids),
  );
}

/** Collects from a directory or from GitHub; an existing directory takes precedence. */
async function collectorOf(
  what: string,
  { repository, module }: AssessOptions,
): Promise<(ref: string | undefined) => Promise<Snapshot>> {
  const [, owner, repo, at] = /^([\w.-]+)\/([\w.-]+)(?:@(.+))?$/.exec(what) ?? [];
  const place = await stat(what).catch(() => undefined);
  const isDirectory = place?.isDirectory() === true;
  const problem = place === undefined ? 'does not exist' : 'is not a directory';
  if (!isDirectory && owner && repo && owner !== '.' && owner !== '..') {
    const { collectFromGitHub, githubToken } = await import('./github.js');
    if (githubToken() === undefined)
      throw new UnreadableError(
        `${what} ${problem}; to assess the repository of that name on GitHub, set GITHUB_TOKEN to a token that can read it`,
      );
    return ref => collectFromGitHub({ owner, repo, ref: ref ?? at });
  }
  if (!isDirectory)
    throw new UnreadableError(
      `${what} ${problem}${isKnown(what) ? `; to name several criteria, write --only ${what},OTHER` : ''}`,
    );
  return ref =>
    collectLocal({
      dir: what,
      ...(ref === undefined ? {} : { ref }),
      ...(repository ? { repository } : {}),
      ...(module === undefined ? {} : { module }),
    });
}

function isKnown(id: string): boolean {
  return DEFAULT_STANDARD.sections.some(section => section.id === id || section.criteria.some(each => each.id === id));
}

/**
 * The note about a repository whose crates are not assessed.
 * @throws UnreadableError if the requested package does not exist, or if nothing shows that the repository is a module
 */
function crateNote(what: string, { subject, parts: { files } }: Snapshot, module: string | undefined): string[] {
  if (!files.read) return [];
  const { entries } = files.value;
  const scope = selectScope(files.value, { repo: subject.repo, ...(module === undefined ? {} : { module }) });
  if (scope.kind === 'packages') return [];
  if (module !== undefined) throw new UnreadableError(scope.reason);
  if (scope.kind === 'unreadable') return [];
  const isModule = [...entries.keys()].some(path =>
    /(?:^|\/)Cargo\.toml$|^(?:cim\.ya?ml|flake\.nix|default\.nix)$/.test(path),
  );
  if (entries.has(REGISTRY_FILES.modules))
    throw new UnreadableError(
      `${what} is a registry of modules and not a module: use \`fleet --registry ${what}\`, \`modules\`, or \`documents\``,
    );
  if (!isModule)
    throw new UnreadableError(
      `${what} is not a module: it has no Cargo.toml, cim.yaml, or Nix file (flake.nix, default.nix)`,
    );
  return [`Criteria that read Rust or Cargo do not apply: ${scope.reason}.`];
}

async function withReports(snapshot: Snapshot, files: readonly string[]): Promise<Snapshot> {
  if (files.length === 0) return snapshot;
  const reports = await Promise.all(
    files.map(async file => {
      const report = readCoverage(file, await textOfFile(file));
      if (!report.read) throw new UnreadableError(report.reason);
      return report.value;
    }),
  );
  return { ...snapshot, parts: { ...snapshot.parts, coverage: read(reports) } };
}

function notesOf({ subject }: Snapshot): string[] {
  return subject.dirty ? ['The working tree differs from HEAD; this assesses the working tree.'] : [];
}

function fails({ assessment: { findings }, comparison }: ModuleAssessment, failOn: AssessOptions['failOn']): boolean {
  if (failOn === 'never') return false;
  if (failOn === 'regression') return comparison?.changes.some(worsens) ?? false;
  return findings.some(finding => blocks(finding) || (failOn === 'should' && isGap(finding)));
}
