/**
 * The forms of credentials that are known by how they begin. Forms and ids follow the rules of gitleaks
 * (https://github.com/gitleaks/gitleaks, MIT) and of secretlint's recommended preset (https://github.com/secretlint/secretlint,
 * MIT), each checked against its issuer's description; a test holds them against secretlint itself.
 */

/** One form of credential. */
export interface CredentialFormat {
  /** As gitleaks names it, where it does. */
  readonly id: string;
  /** With its article, for a sentence. */
  readonly what: string;
  /** How it begins: what one pass over the text looks for. No groups, no anchors; at least three characters that decide. */
  readonly start: string;
  /** The whole of it, from `start` on. Its group `value`, where it has one, is the secret part. */
  readonly whole: string;
  /** The least Shannon entropy of the value, in bits a character: what falls short is a placeholder. */
  readonly entropy: number;
}

const form = (id: string, what: string, start: string, rest: string, entropy = 3): CredentialFormat => ({
  id,
  what,
  start,
  whole: `(?<value>${start}${rest})`,
  entropy,
});

const END = '(?![A-Za-z0-9_-])';
const WORD_END = '(?![A-Za-z0-9])';
const GAP = `["'\`]?\\s{0,5}(?::=|=>|[:=,])\\s{0,5}["'\`]?`;

/** Tokens with a prefix of their own. Of two that begin alike, the longer beginning stands first. */
const TOKENS: readonly CredentialFormat[] = [
  form('github-pat', 'a GitHub personal access token', 'ghp_', `[A-Za-z0-9]{36}${END}`),
  form('github-fine-grained-pat', 'a GitHub personal access token', 'github_pat_', `[A-Za-z0-9_]{82}${END}`),
  form('github-oauth', 'a GitHub OAuth token', 'gho_', `[A-Za-z0-9]{36}${END}`),
  form('github-app-token', 'a GitHub App token', 'gh[us]_', `[A-Za-z0-9]{36}${END}`),
  form('github-refresh-token', 'a GitHub refresh token', 'ghr_', `[A-Za-z0-9]{36,76}${END}`),
  form('gitlab-pat', 'a GitLab access token', 'glpat-', `[A-Za-z0-9_-]{20,300}(?:\\.[0-9a-z]{9})?${END}`),
  form('gitlab-token', 'a GitLab token', 'gl(?:cbt|dt|ft|imt|agent|oas|ptt|rt|soat)-', `[A-Za-z0-9_-]{20,300}${END}`),
  form('aws-access-token', 'an AWS access key ID', '(?:A3T[A-Z0-9]|AKIA|ASIA|ABIA|ACCA)', `[A-Z2-7]{16}${WORD_END}`),
  form('aws-amazon-bedrock-api-key', 'an Amazon Bedrock API key', 'ABSK', `[A-Za-z0-9+/]{109,269}={0,2}${WORD_END}`),
  form('gcp-api-key', 'a Google API key', 'AIza', `[\\w-]{35}${END}`, 3.5),
  form('gcp-oauth-client-secret', 'a Google OAuth client secret', 'GOCSPX-', `[\\w-]{28}${END}`),
  form('azure-storage-key', 'an Azure storage account key', 'AccountKey=', '[A-Za-z0-9+/]{86}=='),
  form('digitalocean-token', 'a DigitalOcean token', 'do[opr]_v1_', `[a-f0-9]{64}${END}`),
  form('npm-access-token', 'an npm access token', 'npm_', `[A-Za-z0-9]{36}${END}`),
  form('pypi-upload-token', 'a PyPI upload token', 'pypi-AgEIcHlwaS5vcmc', `[\\w-]{50,1000}`),
  form('crates-io-token', 'a crates.io API token', 'cio', `[A-Za-z0-9]{32}${END}`, 3.5),
  form('rubygems-api-token', 'a RubyGems API token', 'rubygems_', `[a-f0-9]{48}${END}`),
  form('docker-pat', 'a Docker access token', 'dckr_pat_', `[A-Za-z0-9_-]{27}${END}`),
  form('nats-nkey-seed', 'a NATS nkey seed', 'S[ACNOUX][A-D][A-Z2-7]', `[A-Z2-7]{54}${END}`, 3.5),
  form('slack-token', 'a Slack token', 'xox[abeoprs]-', '(?:\\d-)?[A-Za-z0-9]{8,40}(?:-[A-Za-z0-9]{1,40}){1,4}'),
  form('slack-app-token', 'a Slack app token', 'xapp-\\d-', '[A-Z0-9]{8,20}-\\d{8,20}-[a-z0-9]{20,80}'),
  form(
    'slack-webhook-url',
    'a Slack webhook',
    'hooks\\.slack\\.com/',
    '(?:services|workflows|triggers)/[A-Za-z0-9+/]{40,60}',
  ),
  form('discord-webhook', 'a Discord webhook', 'discord(?:app)?\\.com/api/webhooks/', `\\d{17,20}/[\\w-]{60,72}`),
  form('stripe-access-token', 'a Stripe key', '[sr]k_(?:test|live|prod)_', `[A-Za-z0-9]{16,99}${END}`),
  form('anthropic-api-key', 'an Anthropic API key', 'sk-ant-', `(?:api|admin)\\d\\d-[\\w-]{80,128}${END}`),
  form(
    'openai-api-key',
    'an OpenAI API key',
    'sk-',
    `(?:(?:proj|svcacct|admin)-)?[\\w-]{20,74}T3BlbkFJ[\\w-]{20,74}${END}`,
  ),
  form('huggingface-access-token', 'a Hugging Face token', 'hf_', `[A-Za-z]{34}${END}`),
  form('groq-api-key', 'a Groq API key', 'gsk_', `[A-Za-z0-9]{52}${END}`),
  form('perplexity-api-key', 'a Perplexity API key', 'pplx-', `[A-Za-z0-9]{48}${END}`),
  form('sendgrid-api-token', 'a SendGrid API key', 'SG\\.', `[\\w-]{20,24}\\.[\\w-]{39,50}${END}`),
  form('sendinblue-api-token', 'a Brevo API key', 'xkeysib-', `[a-f0-9]{64}-[A-Za-z0-9]{16}${END}`),
  form('twilio-api-key', 'a Twilio API key', 'SK[0-9a-f]{8}', `[0-9a-f]{24}${END}`),
  form('shopify-token', 'a Shopify token', 'shp(?:at|ca|pa|ss)_', `[A-Fa-f0-9]{32}${END}`),
  form('linear-api-key', 'a Linear API key', 'lin_api_', `[A-Za-z0-9]{32,128}${END}`),
  form('notion-api-token', 'a Notion token', 'ntn_', `[0-9]{11}[A-Za-z0-9]{35}${END}`),
  form(
    'grafana-token',
    'a Grafana token',
    'gl(?:c|sa)_',
    `(?:[A-Za-z0-9]{32}_[A-Fa-f0-9]{8}${END}|[A-Za-z0-9+/]{60,400})`,
  ),
  form('databricks-api-token', 'a Databricks token', 'dapi[a-f0-9]{4}', `[a-f0-9]{28}(?:-\\d)?${END}`),
  form('vault-token', 'a HashiCorp Vault token', 'hv[sbr]\\.', `[\\w-]{90,300}${END}`),
  form('hashicorp-tf-api-token', 'a Terraform Cloud token', '\\.atlasv1\\.', `[\\w=-]{60,70}`, 3.5),
  form('pulumi-api-token', 'a Pulumi token', 'pul-', `[a-f0-9]{40}${END}`),
  form('doppler-api-token', 'a Doppler token', 'dp\\.pt\\.', `[A-Za-z0-9]{43}${END}`),
  form('postman-api-token', 'a Postman API key', 'PMAK-', `[a-fA-F0-9]{24}-[a-fA-F0-9]{34}${END}`),
  form('figma-token', 'a Figma token', 'figd_', `[\\w-]{40,200}${END}`),
  form('vercel-token', 'a Vercel token', 'vc[pirak]_', `[A-Za-z0-9]{24,60}${END}`, 3.5),
  form('sentry-token', 'a Sentry token', 'sntry[su]_', `(?:[a-f0-9]{64}|eyJpYXQiO[\\w+/=]{20,500})${END}`),
  form('1password-service-account-token', 'a 1Password service account token', 'ops_eyJ', `[A-Za-z0-9+/=]{100,1280}`),
  form('age-secret-key', 'an age secret key', 'AGE-SECRET-KEY-1', `[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}`),
  form('planetscale-token', 'a PlanetScale token', 'pscale_(?:tkn|oauth|pw)_', `[\\w=.-]{32,64}${END}`),
  form('telegram-bot-api-token', 'a Telegram bot token', 'bot\\d{8,10}:AA', `[\\w-]{33}${END}`),
];

/** Values that only their name tells: a key of AWS has forty characters and no mark of its own. */
const NAMED: readonly CredentialFormat[] = [
  {
    id: 'aws-secret-key',
    what: 'an AWS secret access key',
    start: '[Ss](?:ecret|ECRET)_?[Aa](?:ccess|CCESS)_?[Kk](?:ey|EY)',
    whole: `[A-Za-z]{6}_?[A-Za-z]{6}_?[A-Za-z]{3}${GAP}(?<value>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])`,
    entropy: 4,
  },
  {
    id: 'npm-auth-token',
    what: 'an npm registry token',
    start: '_auth(?:Token)?\\s?=',
    whole: '_auth(?:Token)?\\s?=\\s?"?(?<value>[A-Za-z0-9+/=_-]{20,200})',
    entropy: 3.5,
  },
];

/** Every form. */
export const FORMS: readonly CredentialFormat[] = [...TOKENS, ...NAMED];
