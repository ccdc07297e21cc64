/** Fleets for tests of the pages, and for the benchmark: made from a few words, always the same. */
import { type Assessment, blocks, summarize } from '../../src/assess/assessment.js';
import { readRegistry } from '../../src/facts/registry/read.js';
import { randomFrom } from '../../src/fleet/estimates.js';
import type { HistoryPoint } from '../../src/fleet/history.js';
import { type ModuleFacts, measuredOf } from '../../src/fleet/measured.js';
import type { Tracking } from '../../src/fleet/migration-state.js';
import type { Dispute } from '../../src/fleet/disputes.js';
import type { Promises } from '../../src/fleet/promises.js';
import type { Review, ReviewStep } from '../../src/fleet/review.js';
import type { FleetPhase } from '../../src/fleet/phases.js';
import { DEFAULT_POLICY } from '../../src/policy/policy.js';
import { CIM_STANDARD } from '../../src/standard/cim.js';
import type { Status } from '../../src/standard/criterion.js';
import type { Change } from '../../src/store/fleet-memory.js';
import type { FleetSource, SourceFleet } from '../../src/web/pages/fleet-source.js';

/** A module as a test describes it. */
export interface MadeModule {
  readonly name: string;
  readonly isPublic?: boolean;
  readonly status?: string;
  readonly version?: string;
  /** The share of criteria that it meets. */
  readonly ready?: number;
  readonly dependencies?: readonly string[];
  /** Text that every finding and every place repeats. */
  readonly says?: string;
  /** How many weeks of history it has. */
  readonly weeks?: number;
  readonly tracking?: Tracking;
}

export interface MadeFleet {
  readonly installation?: number;
  readonly owner: string;
  readonly modules: readonly MadeModule[];
  readonly isRegistryPublic?: boolean;
  /** Without it, there is no registry. */
  readonly phases?: readonly FleetPhase[];
  /** Names that only the registry lists. */
  readonly listed?: readonly string[];
  readonly contradictions?: readonly string[];
}

export const NOW = '2031-05-05T12:00:00Z';
const WEEK = 7 * 86_400_000;

/** GitHub's ID of a repository in these fleets. */
export function idOf(owner: string, name: string): number {
  return Math.floor(randomFrom(`${owner}/${name}`)() * 1_000_000_000);
}

/** A commit of a module. */
export function shaOf(name: string, week = 0): string {
  const random = randomFrom(`${name} ${week}`);
  return Array.from({ length: 40 }, () => Math.floor(random() * 16).toString(16)).join('');
}

/** An assessment of a module. */
export function assessmentOf(owner: string, module: MadeModule, week = 0): Assessment {
  const { name, ready = 0.7, says = 'the file does not say what it must say' } = module;
  const random = randomFrom(`${name} findings`);
  return {
    standard: CIM_STANDARD.id,
    subject: { owner, repo: name, ref: 'main', sha: shaOf(name, week) },
    assessedAt: new Date(Date.parse(NOW) - week * WEEK).toISOString(),
    findings: CIM_STANDARD.criteria.map(criterion => {
      const { id, severity, kind } = criterion;
      const drawn = random();
      const status: Status =
        drawn < ready ? 'met' : drawn < ready + 0.1 ? 'unknown' : drawn < 0.97 ? 'unmet' : 'not-applicable';
      const places = Array.from({ length: status === 'unmet' ? 1 + Math.floor(random() * 12) : 0 }, (_, index) => ({
        kind: 'missing',
        path: `src/part-${index}.rs`,
        line: 1 + index * 7,
        message: `${says} \`part_${index}\``,
      }));
      return {
        criterion: id,
        section: CIM_STANDARD.sectionOf(criterion).id,
        severity,
        kind,
        status,
        message: status === 'met' ? 'everything is there' : says,
        evidence: places,
        count: places.length,
        hints: [],
        waiver: null,
        attestation: null,
      };
    }),
  };
}

/** What is read of a module besides its findings. */
export function factsOf({ name, version = '0.4.0', status, dependencies = [] }: MadeModule): ModuleFacts {
  return {
    name,
    committedAt: NOW,
    version,
    tag: `v${version}`,
    releases: [version],
    statedStatus: status ?? null,
    dependencies,
    commentedOut: [],
    requirements: {},
  };
}

/** The assessments of a module, the oldest first. */
export function historyOf(owner: string, module: MadeModule): HistoryPoint[] {
  const { weeks = 30, ready = 0.7 } = module;
  return Array.from({ length: weeks + 1 }, (_, index) => {
    const ago = weeks - index;
    const share = Math.max(0.05, ready - ago * 0.012);
    const { assessedAt, subject, findings } = assessmentOf(owner, { ...module, ready: share }, ago);
    return {
      at: assessedAt,
      sha: subject.sha,
      tool: '0.1.0',
      summary: summarize(findings),
      blocking: findings.filter(blocks).length,
      open: findings.filter(({ severity, status }) => severity === 'must' && status !== 'met').length,
      version: '0.4.0',
      isBackfilled: ago > weeks - 4,
    };
  });
}

/** What the registry of a fleet lists. */
export function registryOf({ owner, modules, listed = [] }: MadeFleet) {
  const entries = [...modules, ...listed.map((name): MadeModule => ({ name }))].map(
    ({ name, status = 'development', version = '0.4.0', dependencies = [] }) =>
      [
        `  ${name}:`,
        `    type: ${name.includes('domain') ? 'domain' : 'core'}`,
        `    category: ${name.length % 2 === 0 ? 'infrastructure' : 'business'}`,
        `    status: ${status}`,
        `    version: "${version}"`,
        `    description: "What ${name} does, in a sentence of ordinary length"`,
        `    repository: https://github.com/${owner}/${name}`,
        ...(dependencies.length > 0 ? ['    dependencies:', ...dependencies.map(each => `      - ${each}`)] : []),
      ].join('\n'),
  );
  return readRegistry({ modules: `modules:\n${entries.join('\n')}\n` });
}

const CAMPAIGN = { criteria: ['readme', 'adr'], ask: ['ada'] };

/** A review with two steps, a decision, and a proposed demotion. */
function reviewOf({ name, says = 'it fell behind' }: MadeModule): Review {
  const at = '2031-04-30T12:00:00Z';
  const step = (each: ReviewStep) => ({ step: each, by: 'rosa', at, number: 7, sha: shaOf(name) });
  return {
    approvals: [step('self-assessment'), step('community-period')],
    decision: { status: 'development', by: 'rosa', at, number: 7, reason: says },
    proposal: { at, reasons: [says] },
    confirmations: [],
  };
}

/** A case of every state. */
function promisesOf({ says = '#7' }: MadeModule): Promises {
  const bug = { promise: 'bugs', url: 'https://github.com/acme/x/issues/7', opened: '2031-05-01T00:00:00Z' } as const;
  return {
    since: '2031-01-01T00:00:00Z',
    measuredOn: '2031-05-05',
    cases: [
      { ...bug, subject: says, due: '2031-05-08T00:00:00Z', closed: null },
      { ...bug, subject: '#6', due: '2031-05-08T00:00:00Z', closed: '2031-05-02T00:00:00Z' },
      { ...bug, subject: '#5', opened: '2031-04-01T00:00:00Z', due: '2031-04-08T00:00:00Z', closed: null },
      { ...bug, promise: 'breaking', subject: 'a::Name', url: null, due: bug.opened, closed: null },
    ],
    unread: [{ promise: 'security', reason: says }],
  };
}

function disputesOf(module: MadeModule): Dispute[] {
  const { name, says = 'the usage section is elsewhere' } = module;
  const finding = assessmentOf('', module).findings.find(({ criterion }) => criterion === 'readme');
  if (!finding) return [];
  const { criterion, status, message } = finding;
  const said = { by: 'bob', at: NOW, reason: says, number: 7, sha: shaOf(name) };
  return [{ criterion, status, message, evidence: [], ...said }];
}

function fleetOf(made: MadeFleet): SourceFleet {
  const { owner, modules, isRegistryPublic = true, phases, contradictions = [], installation = 1 } = made;
  const by = <T>(value: (module: MadeModule) => T) =>
    new Map(modules.map(module => [module.name.toLowerCase(), value(module)] as const));
  return {
    installation,
    owner,
    registry: phases
      ? {
          repository: idOf(owner, 'cim'),
          owner,
          repo: 'cim',
          branch: 'main',
          sha: shaOf('cim'),
          isPublic: isRegistryPublic,
        }
      : null,
    modules: by(({ name, isPublic = true }) => ({
      repository: idOf(owner, name),
      owner,
      repo: name,
      isPublic,
      defaultBranch: 'main',
    })),
    parts: {
      standard: CIM_STANDARD,
      takenAt: NOW,
      attempts: modules.map(module => ({
        name: module.name,
        measured: measuredOf(assessmentOf(owner, module), factsOf(module)),
      })),
      histories: by(module => historyOf(owner, module)),
      tracking: new Map(modules.flatMap(({ name, tracking }) => (tracking ? [[name.toLowerCase(), tracking]] : []))),
      ...(phases ? { registry: registryOf(made), phases } : {}),
      reviews: by(reviewOf),
      promises: by(promisesOf),
      disputes: by(disputesOf),
      campaigns: [{ ...CAMPAIGN, name: 'Documentation', until: '2031-12-31', modules: ['cim-*'] }],
      archive: [
        {
          ...CAMPAIGN,
          name: 'Licenses',
          until: '2031-01-31',
          at: '2031-02-01T00:00:00Z',
          modules: modules.map(({ name }) => ({ name, left: ['readme'] })),
        },
      ],
      documents: [],
      contradictions: contradictions.map((message, index) => ({
        kind: 'two-figures',
        places: [{ path: 'docs/status.md', line: index + 3 }],
        message,
      })),
    },
  };
}

/** What pages read, without a store. */
export function fleetSource(...fleets: readonly MadeFleet[]): FleetSource {
  const made = fleets.map((each, index) => ({ ...each, installation: each.installation ?? index + 1 }));
  const all = made.map(fleetOf);
  const modules = new Map(
    made.flatMap(({ owner, modules }) => modules.map(module => [idOf(owner, module.name), { owner, module }] as const)),
  );
  return {
    revision: async () => 1,
    organizations: async () => all.map(({ installation, owner }) => ({ installation, owner })),
    async fleet(installation) {
      const found = all.find(each => each.installation === installation);
      if (!found) throw new Error(`there is no installation ${installation}`);
      return found;
    },
    async latest(repository) {
      const found = modules.get(repository);
      return found && assessmentOf(found.owner, found.module);
    },
    async assessedAt(repository, sha) {
      const { owner, module } = modules.get(repository) ?? {};
      if (owner === undefined || !module) return undefined;
      const week = historyOf(owner, module).findIndex(point => point.sha === sha);
      const ago = (module.weeks ?? 30) - week;
      const share = Math.max(0.05, (module.ready ?? 0.7) - ago * 0.012);
      const assessment = assessmentOf(owner, { ...module, ready: share }, ago);
      return { assessment, policy: DEFAULT_POLICY, tool: '0.1.0' };
    },
    async history(repository) {
      const found = modules.get(repository);
      return found ? historyOf(found.owner, found.module) : [];
    },
    async changes(installation) {
      const fleet = made.find(each => each.installation === installation);
      return (fleet?.modules ?? []).flatMap(({ name, ...rest }, index): Change[] => {
        const [before, point] = historyOf(fleet?.owner ?? '', { name, ...rest }).slice(-2);
        if (!before || !point) return [];
        const repository = idOf(fleet?.owner ?? '', name);
        return [
          { number: index, at: point.at, repository, kind: 'assessed', by: null, assessed: { point, before } },
          { number: index + 1_000, at: point.at, repository, kind: 'waived', by: 'alice', data: {} },
        ];
      });
    },
  };
}
