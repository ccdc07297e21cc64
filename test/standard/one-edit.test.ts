/**
 * The whole standard, one edit at a time: for every automatic criterion there is one change of the ready module, or of what
 * GitHub says of it, that makes this criterion unmet and changes no other.
 */
import { describe, expect, it } from '@jest/globals';
import { assess } from '../../src/assess/assess.js';
import type { Finding } from '../../src/assess/assessment.js';
import { DEFAULT_POLICY } from '../../src/policy/policy.js';
import type { Alert } from '../../src/snapshot/github.js';
import { read } from '../../src/snapshot/reading.js';
import type { Parts } from '../../src/snapshot/snapshot.js';
import { CIM_STANDARD } from '../../src/standard/cim.js';
import { commit, manifestOf, READY_HISTORY, shaOf, tag } from '../support/history.js';
import {
  add,
  both,
  type Edit,
  edit,
  files,
  NOW,
  READY_TEXTS,
  remove,
  snapshot,
  type Texts,
} from '../support/snapshots.js';

const { history: READY, tags: TAGS } = READY_HISTORY;
const ALERT: Alert = { severity: 'critical', summary: 'a hole' };

/** Everything that GitHub can say of a module that is ready. */
const WORLD: Partial<Parts> = {
  history: READY,
  tags: TAGS,
  released: ['v1.2.0', 'v1.1.0'].map(name => ({ tag: name, files: read(files(READY_TEXTS)) })),
  repository: {
    defaultBranch: 'main',
    visibility: 'public',
    archived: false,
    fork: false,
    squashMerge: true,
    mergeCommit: true,
    rebaseMerge: true,
    squashTitle: 'commit',
    mergeTitle: 'git',
  },
  protection: [
    { kind: 'pull-request', count: 1, source: 'ruleset main' },
    { kind: 'status-checks', count: 2, source: 'ruleset main' },
    { kind: 'no-force-push', source: 'ruleset main' },
    { kind: 'no-deletion', source: 'ruleset main' },
  ],
  checks: [{ name: 'Test on ubuntu-latest', conclusion: 'success' }],
  alerts: { dependencies: read([]), secrets: read([]), codeScanning: read([]) },
  releases: [],
  organization: { files: new Map() },
  registry: { module: { status: 'production' }, dependencies: new Map() },
};

const CI = '.github/workflows/ci.yml';
const newest = READY.commits[0]?.sha ?? '';

/** One change of the module, or of a part. */
type Change = Edit | Partial<Parts>;

const CHANGES: Readonly<Record<string, Change>> = {
  readme: edit(
    'README.md',
    'Follows the parcels of a delivery from the order to the door, as a stream of events.\n',
    '',
  ),
  'public-api-docs': edit('src/parcel.rs', '    /// Its weight in grams.\n', ''),
  adr: remove('docs/decisions/'),
  changelog: edit('CHANGELOG.md', /## \[1\.2\.0\][^]*?(?=## \[)/, ''),

  'module-organization': add('src/parcel_old.rs', ''),
  'public-exports': both(
    edit('src/lib.rs', 'mod bus;', 'mod bus;\nmod place;'),
    add('src/place.rs', 'pub const HERE: u32 = 1;\n'),
  ),
  'no-circular-dependencies': edit(
    'src/events.rs',
    'use uuid::Uuid;',
    'use uuid::Uuid;\n\nuse crate::parcel::HEAVIEST as _;',
  ),
  'error-handling': edit('src/bus.rs', 'serde_json::to_vec(envelope)?', 'serde_json::to_vec(envelope).unwrap()'),

  'integration-tests': both(
    edit('src/lib.rs', 'pub mod parcel;', 'pub mod parcel;\npub mod tariff;'),
    add('src/tariff.rs', '//! What a parcel costs.\n\n/// The price of a gram, in cents.\npub const GRAM: u32 = 1;\n'),
  ),
  'property-tests': both(
    edit('tests/parcel.rs', 'use proptest::prelude::*;\n', ''),
    edit('tests/parcel.rs', /proptest! \{[^]*/, ''),
  ),
  'benchmark-suite': edit('benches/replay.rs', /^[^]*$/, '//! To come.\n\nfn main() {}\n'),
  'tests-pass-in-ci': { checks: [{ name: 'Test on ubuntu-latest', conclusion: 'failure' }] },

  semver: { tags: [...TAGS.slice(0, 1), tag('v1.2.0', 'chore: release 1.2.0', manifestOf('1.1.9'))] },
  'release-tags': { releases: [{ tag: 'v1.1.1', draft: false, prerelease: false }] },
  'protected-main': { protection: WORLD.protection?.slice(1) ?? [] },
  'conventional-commits': { history: { commits: [commit('Weigh it', { parents: [newest] }), ...READY.commits] } },
  'linear-history': {
    history: {
      commits: [
        commit('Merge branch b', { parents: [newest, shaOf('fix: b')] }),
        commit('fix: b', { parents: [newest] }),
        ...READY.commits,
      ],
    },
  },

  'ci-build-and-test': edit(CI, 'cargo test --all-features --locked', 'cargo test --all-features --locked || true'),
  'ci-cross-platform': edit(CI, '[ubuntu-latest, macos-latest, windows-latest]', '[ubuntu-latest, macos-latest]'),
  'ci-security-scan': edit(CI, 'rustsec/audit-check@v2', 'actions/setup-node@v4'),
  'ci-license-check': edit(CI, 'check bans licenses sources', 'check bans sources'),
  'ci-docs': edit(CI, 'cargo doc --no-deps --all-features', 'cargo build'),
  'release-automation': edit('.github/workflows/release.yml', 'cargo publish --locked', 'cargo publish --dry-run'),
  'registry-notification': edit('.github/workflows/notify.yml', 'repository: cim/cim', 'repository: cim/website'),

  license: remove('LICENSE-APACHE'),
  contributing: add('CONTRIBUTING.md', 'Run `cargo test`.\n'),
  'code-of-conduct': add('CODE_OF_CONDUCT.md', 'Be kind.\n'),
  'security-policy': add('SECURITY.md', 'Open an issue when you find a vulnerability.\n'),
  gitignore: edit('.gitignore', '/target/\n', ''),
  'rust-toolchain': edit('rust-toolchain.toml', /channel = .*/, 'channel = "stable"'),

  'cim-yaml': edit('cim.yaml', '  category: logistics\n', ''),

  'cargo-metadata': edit('Cargo.toml', /rust-version = .*\n/, ''),
  'dependency-versions': edit('Cargo.toml', 'futures = "0.3"', 'futures = "*"'),
  'feature-docs': edit('Cargo.toml', '# Makes parcels heavier than a person can carry.\n', ''),
  examples: remove('examples/'),
  'bench-targets': edit('Cargo.toml', 'harness = false\n', ''),

  'api-stability': edit('src/parcel.rs', 'pub fn grams(&self) -> u32', 'pub fn grams(&self) -> u64'),
  'standard-traits': edit(
    'src/bus.rs',
    '#[derive(Debug, Clone)]\npub struct ParcelBus',
    '#[derive(Clone)]\npub struct ParcelBus',
  ),
  builders: edit('src/events.rs', '#[non_exhaustive]\npub struct Envelope', 'pub struct Envelope'),
  'async-first': edit(
    'src/parcel.rs',
    'events.iter().fold',
    'std::thread::sleep(std::time::Duration::from_millis(1));\n        events.iter().fold',
  ),
  'error-types': both(
    edit('src/lib.rs', 'mod bus;', 'mod bus;\nmod tariff;\n\npub use tariff::price;'),
    add(
      'src/tariff.rs',
      '/// The price of a weight.\n///\n/// # Errors\n///\n/// When it is free.\npub fn price(grams: u32) -> Result<u32, String> {\n    grams.checked_sub(1).ok_or_else(String::new)\n}\n',
    ),
  ),
  'error-enum': edit('src/error.rs', '    #[error("the bus refused: {0}")]\n', ''),

  'no-secrets': { alerts: { dependencies: read([]), secrets: read([ALERT]), codeScanning: read([]) } },
  'dependency-audit': { alerts: { dependencies: read([ALERT]), secrets: read([]), codeScanning: read([]) } },
  sast: { alerts: { dependencies: read([]), secrets: read([]), codeScanning: read([ALERT]) } },
  'unsafe-justified': both(
    edit('src/lib.rs', '#![forbid(unsafe_code)]\n\n', ''),
    edit('src/parcel.rs', '        self.grams\n', '        unsafe { *std::ptr::addr_of!(self.grams) }\n'),
  ),

  'benchmarks-run': edit(CI, 'cargo bench --all-features', 'cargo bench --all-features --no-run'),
  'async-correctness': edit(
    'src/main.rs',
    '    let mut terminate =',
    '    tokio::spawn(async move {\n        leave().await?;\n        Ok::<(), ParcelError>(())\n    });\n    let mut terminate =',
  ),

  'nats-subjects': edit('src/bus.rs', 'format!("cim.parcel.{}"', 'format!("CIM.Parcel.{}"'),
  'nats-error-handling': edit(
    'src/bus.rs',
    /self\.client\s+\.publish\(subject, payload\.into\(\)\)\s+\.await\s+\.map_err\([^\n]*\n/,
    'let _ = self.client.publish(subject, payload.into()).await;\n        Ok(())\n',
  ),
  'nats-reconnect': edit('src/bus.rs', /\s+\.retry_on_initial_connect\(\)\s+\.max_reconnects[^\n]+\n[^\n]+\n/, '\n'),
  'message-schemas': remove('schemas/'),

  'event-standard': edit(
    'src/events.rs',
    'impl Envelope {',
    'impl ParcelEvent {\n    /// Loses it.\n    pub fn lose(&mut self) {\n        *self = Self::Collected;\n    }\n}\n\nimpl Envelope {',
  ),
  'correlation-causation': edit(
    'src/events.rs',
    '/// An event on its way',
    '/// A courier left, and no envelope carries it.\n#[derive(Debug, Clone, Serialize)]\n#[non_exhaustive]\npub struct CourierLeft {\n    /// Its own id.\n    pub event_id: Uuid,\n    /// Who left.\n    pub courier_id: Uuid,\n    /// When.\n    pub left_at: DateTime<Utc>,\n}\n\nimpl DomainEvent for CourierLeft {\n    fn name(&self) -> &\'static str {\n        "left"\n    }\n}\n\n/// An event on its way',
  ),
  'event-versioning': edit('README.md', /## Event versioning\n[^#]*/, ''),
  'replay-tested': add(
    'tests/parcel.rs',
    'use cim_parcel::{error::ParcelError, events::ParcelEvent, parcel::{Parcel, HEAVIEST}};\nuse proptest::prelude::*;\n\nproptest! {\n    #[test]\n    fn any_weight_can_be_ordered(grams in 1..=HEAVIEST) {\n        prop_assert_eq!(Parcel::order(grams).ok(), Some(ParcelEvent::Ordered { grams }));\n    }\n}\n',
  ),

  docker: edit(CI, 'docker build --tag cim-parcel .', 'docker version'),
  'nix-package': remove('flake.lock'),
  'env-config': edit('README.md', /\| `PARCEL_NATS_URL` .*\n/, ''),
  'health-checks': both(
    edit('src/main.rs', 'use async_nats::service::ServiceExt;\n', ''),
    edit('src/main.rs', /let service = bus[^;]*;/, 'let client: &async_nats::Client = bus.client();'),
    edit('src/main.rs', /let mut orders = service[^;]*;/, 'let mut orders = client.subscribe("parcel.orders").await?;'),
  ),
  observability: both(
    edit('src/main.rs', '    PrometheusBuilder::new().install()?;\n', ''),
    edit('src/main.rs', 'use metrics_exporter_prometheus::PrometheusBuilder;\n', ''),
    edit('src/main.rs', '                metrics::counter!("parcel_orders_total").increment(1);\n', ''),
  ),
  'graceful-shutdown': both(
    edit('src/main.rs', 'use tokio::signal::unix::{signal, SignalKind};\n', ''),
    edit('src/main.rs', '    let mut terminate = signal(SignalKind::terminate())?;\n', ''),
    edit('src/main.rs', /\s+_ = tokio::signal::ctrl_c\(\) => break,\s+_ = terminate\.recv\(\) => break,/, ''),
  ),
};

/** The finding of each criterion. */
function findings(texts: Texts, parts: Partial<Parts>): ReadonlyMap<string, Finding> {
  const { findings: all } = assess(snapshot(texts, parts), CIM_STANDARD, DEFAULT_POLICY, NOW);
  return new Map(all.map(finding => [finding.criterion, finding]));
}

const BEFORE = findings(READY_TEXTS, WORLD);
const AUTOMATIC = CIM_STANDARD.criteria.filter(({ kind }) => kind === 'automatic').map(({ id }) => id);

describe('the ready module, of which everything is known', () => {
  it.each(AUTOMATIC)('meets %s', id => {
    expect(BEFORE.get(id)).toMatchObject({ status: 'met' });
  });
});

describe('one change', () => {
  it.each(AUTOMATIC)('of %s is in CHANGES', id => {
    expect(Object.keys(CHANGES)).toContain(id);
  });

  it('is in the place that its criterion has in the standard', () => {
    expect(Object.keys(CHANGES)).toEqual(AUTOMATIC.filter(id => id in CHANGES));
  });

  it.each(Object.entries(CHANGES))('makes %s unmet, and changes no other', (id, change) => {
    const isEdit = typeof change === 'function';
    const after = findings(isEdit ? change(READY_TEXTS) : READY_TEXTS, isEdit ? WORLD : { ...WORLD, ...change });
    const changed = [...after].filter(([each, { status }]) => status !== BEFORE.get(each)?.status);
    expect(Object.fromEntries(changed.map(([each, { status }]) => [each, status]))).toEqual({ [id]: 'unmet' });
  });
});
