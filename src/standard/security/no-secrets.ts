import { type FoundSecret, type Secrets, treeSecrets } from '../../facts/secrets/secrets.js';
import type { Alerts } from '../../snapshot/github.js';
import type { Reading } from '../../snapshot/reading.js';
import { counted, criterion, type Outcome, type Problem, unknown, metOrUnmet } from '../criterion.js';

/** The place, never the credential: the excerpt is omitted on purpose. */
function problemOf({ id, path, line, column, what }: FoundSecret): Problem {
  return { kind: id, path, line, column, message: `${what}: revoke it, then remove it` };
}

function alertsIn(alerts: Reading<Alerts>): Problem[] {
  if (!alerts.read || !alerts.value.secrets.read) return [];
  return alerts.value.secrets.value.map(({ summary, url }) => ({
    kind: 'secret-alert',
    subject: summary,
    message: `open secret alert: ${summary}`,
    ...(url === undefined ? {} : { url }),
  }));
}

/** Credentials that were only noted, and alerts that were not read, as phrases. */
function remarks({ noted }: Secrets, alerts: Reading<Alerts>): string {
  const secret = alerts.read ? alerts.value.secrets : alerts;
  return [
    ...(noted.length > 0 ? [`${counted(noted.length, 'credential')} in tests or documents noted, not counted`] : []),
    ...(secret.read ? [] : [`GitHub's secret alerts were not read: ${secret.reason}`]),
  ]
    .map(remark => `; ${remark}`)
    .join('');
}

function judge(secrets: Secrets, alerts: Reading<Alerts>): Outcome {
  const problems = [...secrets.found.map(problemOf), ...alertsIn(alerts)];
  const tail = remarks(secrets, alerts);
  const [unsearched] = secrets.unread;
  if (problems.length === 0 && unsearched) {
    const rest = secrets.unread.length === 1 ? '' : ` and ${counted(secrets.unread.length - 1, 'other file')}`;
    return unknown(`nothing found, but ${unsearched.path}${rest} could not be searched: ${unsearched.reason}${tail}`);
  }
  return metOrUnmet({
    problems,
    met: `no credential or private key in the committed files${tail}`,
    unmet: `${counted(problems.length, 'credential')} found${tail}`,
  });
}

export const noSecrets = criterion({
  id: 'no-secrets',
  title: 'The committed files contain no credentials',
  severity: 'must',
  kind: 'automatic',
  rationale:
    'Anyone who can read the repository, or a copy of it made at any time, can use a credential in it. Scanners of public repositories find one within minutes.',
  looksAt:
    "Every text file, for credentials in the forms that gitleaks and secretlint know: tokens of GitHub, GitLab, AWS, Google, Azure, npm, PyPI, crates.io, Slack, Stripe, and others, NATS nkey seeds, private keys with a body, passwords in URLs, and random values assigned to a credential's name. `.env` files that give a variable a value. GitHub's open secret alerts, if they could be read.",
  looksNotAt:
    "Examples that an issuer published, placeholders and variables, public keys, certificates, hashes, PEM headers without a body, and credentials for localhost, a private address, or a CI service. Keys and tokens in test directories and unit tests are noted, but are not problems. Binary, vendored, and generated files are not searched, and neither is the history: GitHub's secret scanning does that.",
  remediation:
    'First revoke each credential with its issuer: it has been exposed since it was pushed. Then read it at run time from the environment or a secret store, remove it from the file, and commit. For a `.env` file, run `git rm --cached .env`, add `.env` to `.gitignore`, and commit a `.env.example` with only the names. If the credential still works, also rewrite the history (`git filter-repo --replace-text`). If the value only looks like a credential, replace it with a plain placeholder such as `your-token-here`, or move it to a test directory.',
  example: {
    met: '```rust\nlet token = std::env::var("PARCEL_TOKEN")?;\n```',
    unmet: '```rust\nlet token = "ghp_…forty characters…";\n```',
  },
  needs: ['files'],
  wants: ['alerts'],
  check: ({ files, alerts }) => judge(treeSecrets(files), alerts),
});
