/** What well-known actions do, by their names and inputs. Actions that only prepare (toolchains, caches, installers) do nothing. */
import { cargoDenyEffect, cargoEffect } from './cargo-command.js';
import { type CommandEffect, does, maybe, NOTHING } from './effect.js';
import { UNKNOWN_TEXT } from './expression.js';

type Inputs = ReadonlyMap<string, string>;

export interface ActionRead {
  readonly effect: CommandEffect;
  /** A script of a shell that it runs. */
  readonly script?: string;
  /** The action runs on Linux, whatever the runner is: it has an emulator or a container of its own. */
  readonly known: boolean;
}

type Reader = (inputs: Inputs, name: string) => CommandEffect;

const words = (text: string | undefined): string[] => (text ?? '').split(/\s+/).filter(word => word !== '');

const cargo: Reader = inputs =>
  cargoEffect([
    'cargo',
    ...words(inputs.get('command') ?? inputs.get('subcommand')),
    ...words(inputs.get('args') ?? inputs.get('arguments')),
  ]);

/** Without a command it does both: `release` publishes, `release-pr` only opens a pull request. */
const releasePlz: Reader = inputs => (inputs.get('command') === 'release-pr' ? NOTHING : does('publish'));

/** By owner/name in lower case, without the version; a directory within the action's repository is removed unless it is listed. */
const ACTIONS: Readonly<Record<string, Reader>> = {
  'actions-rs/cargo': cargo,
  'clementtsang/cargo-action': cargo,
  'clechasseur/rs-cargo': cargo,
  'marcopolo/cargo': cargo,
  'richb-hanover/cargo': cargo,
  'houseabsolute/actions-rust-cross': inputs => {
    const command = inputs.get('command') ?? 'build';
    const both = command === 'both' || command === 'test';
    return both ? does('build', 'test') : cargoEffect(['cargo', ...words(command), ...words(inputs.get('args'))]);
  },
  'actions-rs/tarpaulin': () => does('build', 'test'),
  'actions-rs/grcov': () => NOTHING,
  'actions-rs/audit-check': () => does('security'),
  'rustsec/audit-check': () => does('security'),
  'actions-rust-lang/audit': () => does('security'),
  'rustsec/rustsec': () => does('security'),
  'embarkstudios/cargo-deny-action': inputs =>
    cargoDenyEffect([...words(inputs.get('command') ?? 'check'), ...words(inputs.get('command-arguments'))]),
  'github/codeql-action/init': () => does('sast'),
  'github/codeql-action/analyze': () => does('security', 'sast'),
  'github/codeql-action/autobuild': () => NOTHING,
  'github/codeql-action': () => NOTHING,
  'google/osv-scanner-action': () => does('security'),
  'google/osv-scanner': () => does('security'),
  'aquasecurity/trivy-action': inputs =>
    inputs.get('scanners')?.includes('license') ? does('security', 'license') : does('security'),
  'snyk/actions': () => does('security'),
  'anchore/scan-action': () => does('security'),
  'actions/dependency-review-action': inputs =>
    inputs.has('allow-licenses') || inputs.has('deny-licenses') ? does('security', 'license') : does('security'),
  'returntocorp/semgrep-action': () => does('security', 'sast'),
  'semgrep/semgrep-action': () => does('security', 'sast'),
  'sonarsource/sonarcloud-github-action': () => does('security', 'sast'),
  'sonarsource/sonarqube-scan-action': () => does('security', 'sast'),
  'rustsec/cargo-audit': () => does('security'),
  'gitlab/dependency-scanning': () => does('security'),
  'mend/renovate-action': () => NOTHING,
  'checkmarx/ast-github-action': () => does('security', 'sast'),
  'checkmarx/kics-github-action': () => does('security'),
  'fossas/fossa-action': () => does('license'),
  'fossa-contrib/fossa-action': () => does('license'),
  'fsfe/reuse-action': () => does('license'),
  'apache/skywalking-eyes': () => does('license'),
  'korandoru/hawkeye': () => does('license'),
  'google/addlicense': () => does('license'),
  'viperproject/check-license-header': () => does('license'),
  'peaceiris/actions-gh-pages': () => does('docs'),
  'jamesives/github-pages-deploy-action': () => does('docs'),
  'actions/deploy-pages': () => does('docs'),
  'crazy-max/ghaction-github-pages': () => does('docs'),
  'actions/jekyll-build-pages': () => does('docs'),
  'peaceiris/actions-mdbook': () => NOTHING,
  'softprops/action-gh-release': () => does('publish'),
  'ncipollo/release-action': () => does('publish'),
  'release-plz/action': releasePlz,
  'marcoieni/release-plz-action': releasePlz,
  'release-plz/release-plz-action': releasePlz,
  'googleapis/release-please-action': () => does('publish'),
  'google-github-actions/release-please-action': () => does('publish'),
  'katyo/publish-crates': inputs => (inputs.get('dry-run') === 'true' ? NOTHING : does('publish')),
  'taiki-e/upload-rust-binary-action': () => does('publish'),
  'taiki-e/create-gh-release-action': () => does('publish'),
  'actions/create-release': () => does('publish'),
  'actions/upload-release-asset': () => does('publish'),
  'marvinpinto/action-automatic-releases': () => does('publish'),
  'svenstaro/upload-release-action': () => does('publish'),
  'cycjimmy/semantic-release-action': () => does('publish'),
  'goreleaser/goreleaser-action': inputs => (/\brelease\b/.test(inputs.get('args') ?? '') ? does('publish') : NOTHING),
  'rust-build/rust-build.action': () => does('publish'),
  'axodotdev/cargo-dist': () => does('publish'),
  'determinatesystems/flakehub-push': () => does('publish'),
  'rust-lang/crates-io-auth-action': () => NOTHING,
  'docker/build-push-action': inputs =>
    /^(true|\uE000)$/.test(inputs.get('push') ?? '') ? does('image', 'push-image') : does('image'),
  'docker/bake-action': inputs =>
    /^(true|\uE000)$/.test(inputs.get('push') ?? '') ? does('image', 'push-image') : does('image'),
  'redhat-actions/buildah-build': () => does('image'),
  'boa-dev/criterion-compare-action': () => does('build', 'bench'),
  'jasonwilliams/criterion-compare-action': () => does('build', 'bench'),
  'codspeedhq/action': () => does('bench'),
  'benchmark-action/github-action-benchmark': () => NOTHING,
  'peter-evans/repository-dispatch': inputs => ({
    does: ['notify'],
    may: [],
    target: inputs.get('repository') ?? 'this repository',
  }),
  'benc-uk/workflow-dispatch': inputs => ({
    does: ['notify'],
    may: [],
    target: inputs.get('repo') ?? 'this repository',
  }),
  'convictional/trigger-workflow-and-wait': inputs => notice(inputs.get('owner'), inputs.get('repo')),
  'actions/github-script': githubScript,
};

/** Actions that run a script which they are given, and the input that holds it. */
const SCRIPTS: Readonly<Record<string, readonly string[]>> = {
  'nick-fields/retry': ['command'],
  'nick-invision/retry': ['command'],
  'wandalen/wretry.action': ['command'],
  'uraimo/run-on-arch-action': ['run'],
  'addnab/docker-run-action': ['run'],
  'cross-platform-actions/action': ['run'],
  'vmactions/freebsd-vm': ['run'],
  'codspeedhq/action': ['run'],
  'gabrielbb/xvfb-action': ['run'],
  'coactions/setup-xvfb': ['run'],
  'workflow/nix-shell-action': ['script'],
  'nicknovitski/nix-develop': [],
  'reactivecircus/android-emulator-runner': ['script'],
};

/** Actions that do less than their names say. */
const PREPARE =
  /^(actions|actions-rs|actions-rust-lang|dtolnay|taiki-e|swatinem|docker|codecov|coverallsapp|baptiste0928|cargo-bins|cachix|determinatesystems|arduino|moonrepo|mozilla-actions|hecrj|obi1kenobi)\/|report|summary|results|setup|install|upload|download|cache|label|comment|changelog|notes|lint|clippy|format|fmt|step-security/;

/** Reads `uses: owner/name[/folder]@version`. */
export function readAction(uses: string, inputs: Inputs): ActionRead {
  const full = uses.split('@')[0]?.toLowerCase() ?? '';
  if (full.startsWith('docker://')) return { effect: maybe([full]), known: false };
  const name = full.split('/').slice(0, 2).join('/');
  const reader = own(ACTIONS, full) ?? own(ACTIONS, name);
  const script = own(SCRIPTS, name)
    ?.map(key => inputs.get(key))
    .find(text => text !== undefined);
  if (script !== undefined) return { effect: reader?.(inputs, full) ?? NOTHING, script, known: true };
  if (reader) return { effect: reader(inputs, full), known: true };
  if (full.startsWith('github/codeql-action') || PREPARE.test(full)) return { effect: NOTHING, known: true };
  // An action that is not known may do what its name says.
  return { effect: maybe([full.split('/').slice(1).join(' ').replace(/[-_.]/g, ' ')]), known: false };
}

function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

function notice(owner: string | undefined, repo: string | undefined): CommandEffect {
  return { does: ['notify'], may: [], target: repo === undefined ? UNKNOWN_TEXT : `${owner ?? UNKNOWN_TEXT}/${repo}` };
}

/** A script of JavaScript: calls of GitHub's API that send a dispatch or make a release. */
function githubScript(inputs: Inputs): CommandEffect {
  const script = (inputs.get('script') ?? '').slice(0, 64 * 1024).replace(/^[ \t]*\/\/.*$/gm, '');
  if (/\b(createDispatchEvent|createWorkflowDispatch)\b/.test(script) || /\/dispatches\b/.test(script)) {
    const repo =
      /\brepo\s*:\s*['"`]([\w.-]+)['"`]/.exec(script)?.[1] ??
      /repos\/[^/\s]{1,100}\/([\w.-]{1,100})\/dispatches/.exec(script)?.[1];
    const owner = /\bowner\s*:\s*['"`]([\w.-]+)['"`]/.exec(script)?.[1];
    return notice(owner, repo);
  }
  return /\b(createRelease|uploadReleaseAsset)\b/.test(script) ? does('publish') : NOTHING;
}
