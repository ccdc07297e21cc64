/** Values that look like credentials but are not: placeholders, variables, and examples that issuers published. */

/** Words that stand for a value to be filled in. */
const WORDS =
  /example|placeholder|your|change.?me|replace|insert|dummy|fake|sample|redacted|removed|secret.?here|token.?here|goes.?here|todo|fixme|notreal|invalid|foobar|mock/i;

/** Variables and templates: `$NAME`, `${…}`, `{{ … }}`, `<…>`, `%s`, `{}`, `@NAME@`, `…`. */
const TEMPLATE = /\$[A-Za-z_{(]|\{\{|\}\}|^<|>$|%[A-Za-z{]|^\{[^{}]*\}$|^@\w+@$|\.\.\.|…|\*{3}|_{4}|#\{/;

/** Four of one letter, or eight that follow one another: `xxxx`, `12345678`, `abcdefgh`. */
function isFilling(value: string): boolean {
  let run = 1;
  let climb = 1;
  for (let index = 1; index < value.length; index++) {
    const step = value.charCodeAt(index) - value.charCodeAt(index - 1);
    run = step === 0 ? run + 1 : 1;
    climb = step === 1 || (value[index] === '0' && value[index - 1] === '9') ? climb + 1 : 1;
    if (run >= 5 || climb >= 8) return true;
  }
  return false;
}

/** Examples in their issuers' own documents, which stand in many programs; without the beginnings that scanners look for. */
const PUBLISHED: readonly string[] = [
  // GitHub's documents, for every kind of token.
  '16C7e42F292c6912E7710c838347Ae178B4a',
  // Stripe's documents.
  '4eC39HqLyjWDarjtT1zdp7dc',
  'BQokikJOvBiI2HlWgH4olfQ2',
  // The storage emulator's account.
  'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==',
  // Google's client libraries.
  'SyAnLA7NfeLquW1tJFpx_eQCxoX-oo6YyIs',
  'SyCkEhVjf3pduRDt6d1yKOMitrUEke8agEM',
  // SendGrid's documents.
  'ngeVfQFYQlKU0ufo8x5d1A.',
  // The NATS clients' documents.
  'ANQDPB2RUOE4ETUA26CNX7FUKE5ZZKFCQIIW63OX225F2CO7UEXTM7ZY',
  'AIO3FHUX5PNV2LQIIP7TZ3N4L7TX3W53MQGEIVYFIGA635OZCKEYHFLM',
  'ACH75SWCM5D2JMJM6EKLR2WDARVGZT4QC6LX3AGHSWOMVAKERABBBRWM',
  // RFC 8410, section 10.3.
  'MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp',
];

/** Encrypted values: of sops, dotenvx, Ansible Vault, Spring Cloud Config. */
export const SEALED = /^\s*["']?(?:ENC\[|encrypted:|\$ANSIBLE_VAULT|!vault|\{cipher\})/;

const BASE58 = '[1-9A-HJ-NP-Za-km-z]';
/** What everybody may know: addresses of accounts and contracts of the common chains, and public keys of NATS and age. */
const ADDRESS = new RegExp(
  [
    '0x[0-9a-fA-F]{40}',
    '[a-z]{1,12}1[02-9ac-hj-np-z]{38,90}',
    `[13]${BASE58}{25,33}`,
    `(?:tz[1-4]|KT1|T)${BASE58}{33}`,
    `5${BASE58}{47}`,
    `${BASE58}{43,44}`,
    '[GUANCOX][A-Z2-7]{55}',
  ]
    .map(each => `^${each}$`)
    .join('|'),
);

/** Whether a value is an address or a public key. */
export function isAddress(value: string): boolean {
  return ADDRESS.test(value);
}

/** Whether a value in the form of a credential is not a credential. */
export function isPlaceholder(value: string): boolean {
  return (
    WORDS.test(value) || TEMPLATE.test(value) || isFilling(value) || PUBLISHED.some(example => value.includes(example))
  );
}

/** Shannon entropy in bits a character: what a random token has (some 4.5 for 40 letters and digits) and a word has not. */
export function shannonEntropy(value: string): number {
  const counts = new Map<string, number>();
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
  let sum = 0;
  for (const count of counts.values()) sum -= (count / value.length) * Math.log2(count / value.length);
  return sum;
}

/** Passwords that everybody knows: of documents, of containers on a developer's machine. */
const COMMON =
  /^(?:(?:my|db|the|a)?[-_]?(?:pass|passw|passwd|password|passphrase|pwd|pw|secret|token|key|api[-_]?key)\d{0,4}!?|user(?:name)?|admin|adm|root|guest|postgres|postgresql|mysql|mongo|redis|minio(?:admin)?|nats|rabbitmq|test(?:ing|er|user|pass(?:word)?)?\d{0,4}|demo|default|local|dev|development|hunter2|s3cr3t!?|p[a@]ssw[o0]rd\d{0,4}|letmein|qwerty|foo|bar|baz|qux|x-oauth-basic|x-token-auth|oauth2?|none|null|empty|x+|\*+|\.+|\d{1,4})$/i;

/** Whether a password is one that stands for another. */
export function isCommonPassword(password: string): boolean {
  return COMMON.test(password) || isPlaceholder(password);
}

/** Hosts that cannot be reached from outside, or do not exist: the machine itself, CI and Compose services, names of RFC 2606. */
export function isLocalHost(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '').toLowerCase();
  return (
    !name.includes('.') ||
    /^(?:127\.|0\.0\.0\.0$|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|1\.2\.3\.4$)/.test(name) ||
    /(?:^|\.)(?:localhost|local|localdomain|test|example|invalid|internal|host\.tld)$/.test(name) ||
    /(?:^|\.)example\.(?:com|org|net|edu|io|dev)$/.test(name) ||
    /^(?:(?:your|my|some)[-_.]|(?:host|hostname|server|demo)\.)/.test(name)
  );
}
