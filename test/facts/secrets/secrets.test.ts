import { describe, expect, it } from '@jest/globals';
import { lintSource } from '@secretlint/core';
import { creator as preset } from '@secretlint/secretlint-rule-preset-recommend';
import * as fc from 'fast-check';
import { findSecrets, treeSecrets } from '../../../src/facts/secrets/secrets.js';
import { files } from '../../support/snapshots.js';

const BASE62 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const HEX = '0123456789abcdef';
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A random text, the same in every run: no token of an example stands in this file. */
function random(length: number, alphabet = BASE62, seed = 7): string {
  let state = seed;
  return Array.from({ length }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return alphabet[state % alphabet.length];
  }).join('');
}

const PEM = (kind: string, body = random(120)) =>
  `-----BEGIN ${kind}PRIVATE KEY-----\n${body.slice(0, 64)}\n${body.slice(64)}\n-----END ${kind}PRIVATE KEY-----\n`;

/** Credentials as they are leaked: id, text. Whether secretlint's recommended preset finds it too. */
const LEAKED: readonly (readonly [id: string, text: string, secretlint: boolean])[] = [
  ['github-pat', `token: ghp_${random(36)}`, true],
  ['github-fine-grained-pat', `github_pat_${random(22)}_${random(59)}`, true],
  ['github-oauth', `gho_${random(36)}`, true],
  ['github-app-token', `ghs_${random(36)}`, true],
  ['gitlab-pat', `glpat-${random(20)}`, true],
  ['aws-access-token', `aws_access_key_id = AKIA${random(16, BASE32)}`, false],
  ['aws-secret-key', `AWS_SECRET_ACCESS_KEY="${random(40)}"`, true],
  ['aws-secret-key', `secretAccessKey: '${random(40)}',`, false],
  ['gcp-api-key', `key=AIza${random(35)}`, false],
  ['azure-storage-key', `AccountName=a;AccountKey=${random(86)}==;`, false],
  ['npm-access-token', `npm_${random(36)}`, true],
  ['npm-auth-token', `//registry.npmjs.org/:_authToken=${random(36)}`, false],
  ['pypi-upload-token', `pypi-AgEIcHlwaS5vcmc${random(120)}`, false],
  ['crates-io-token', `token = "cio${random(32)}"`, false],
  ['docker-pat', `dckr_pat_${random(27)}`, true],
  ['nats-nkey-seed', `SUAB${random(54, BASE32)}`, false],
  ['slack-token', `xoxb-${random(12, '123456789')}-${random(12, '987654321')}-${random(24)}`, true],
  ['slack-webhook-url', `https://hooks.slack.com/services/T${random(9)}/B${random(9)}/${random(24)}`, true],
  ['stripe-access-token', `sk_live_${random(24)}`, false],
  ['openai-api-key', `sk-proj-${random(74)}T3BlbkFJ${random(74)}`, true],
  ['anthropic-api-key', `sk-ant-api03-${random(93)}AA`, true],
  ['huggingface-access-token', `hf_${random(34, BASE62.slice(0, 52))}`, true],
  ['sendgrid-api-token', `SG.${random(22)}.${random(43)}`, true],
  ['shopify-token', `shpat_${random(32, HEX)}`, true],
  ['linear-api-key', `lin_api_${random(40)}`, true],
  ['notion-api-token', `ntn_${random(11, '0123456789')}${random(35)}`, true],
  ['vault-token', `hvs.${random(95)}`, true],
  ['databricks-api-token', `dapi${random(32, HEX)}`, true],
  ['figma-token', `figd_${random(43)}`, true],
  ['grafana-token', `glsa_${random(32)}_${random(8, HEX)}`, true],
  ['url-password', `url = "postgres://app:${random(12)}@db.shop.io/app"`, true],
  ['url-password', `https://robot:${random(20)}@git.shop.io/a.git`, true],
  ['private-key', PEM('RSA ', random(1_600)), false],
  ['private-key', PEM('EC '), false],
  ['private-key', PEM('OPENSSH ', random(360)), false],
  ['private-key', PEM('', random(64)), false],
  ['private-key', PEM('ENCRYPTED ', random(400)), false],
  ['private-key', JSON.stringify({ key: PEM('', random(1_600)) }), false],
  ['private-key', PEM('', random(200)).replace(/^/gm, '    # '), false],
  ['generic-api-key', `env:\n  - name: API_KEY\n    value: ${random(32)}\n`, false],
  ['generic-api-key', `api_key = "${random(32)}"`, false],
  ['generic-api-key', `  - api_key: ${random(32)} # of the shop`, false],
  ['generic-api-key', `export SHOP_TOKEN=${random(32)}`, false],
  ['generic-api-key', `const CLIENT_SECRET: &str = "${random(40)}";`, false],
];

describe('a credential in a text', () => {
  it.each(LEAKED)('is found, once: %s', (id, text) => {
    expect(findSecrets(`first\n${text}\nlast`).map(secret => secret.id)).toEqual([id]);
  });

  it.each(LEAKED.filter(([, , secretlint]) => secretlint))('is one for secretlint too: %s', async (_id, content) => {
    const { messages } = await lintSource({
      source: { filePath: 'a.txt', content, ext: '.txt', contentType: 'text' },
      options: { config: { rules: [{ id: 'preset', rule: preset as never }] } },
    });
    expect(messages.length).toBeGreaterThan(0);
  });

  it('has a line and a column, and does not show itself', () => {
    const [secret] = findSecrets(`a\nbb ghp_${random(36)}`);
    expect(secret).toEqual({ id: 'github-pat', what: 'a GitHub personal access token', line: 2, column: 4 });
  });
});

describe('no credential', () => {
  it.each([
    ['the example of AWS', 'AKIAIOSFODNN7EXAMPLE'],
    ['the secret of that example', 'aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'],
    ['the example of GitHub', 'ghp_16C7e42F292c6912E7710c838347Ae178B4a'],
    ['a row of one letter', `ghp_${'x'.repeat(36)}`],
    ['the alphabet', 'ghp_abcdefghijklmnopqrstuvwxyz0123456789'],
    ['a longer word', `ghp_${random(50)}`],
    ['part of a word', `aghp_${random(36)}`],
    ['a secret of Actions', 'token: ${{ secrets.GITHUB_TOKEN }}'],
    ['a variable', 'url = "postgres://app:${PASSWORD}@db.shop.io/app"'],
    ['a formatted password', 'format!("https://{user}:{token}@github.com/{repo}")'],
    ['a password for localhost', `postgres://app:${random(12)}@localhost:5432/app`],
    ['a password for a service of CI', `postgres://app:${random(12)}@postgres:5432/app`],
    ['a password for a private address', `amqp://app:${random(12)}@10.0.0.7/`],
    ['a well-known password', 'https://user:password@git.shop.io/a.git'],
    ['a password of a reserved name', `https://user:${random(12)}@example.com`],
    ['a port', 'https://shop.io:8080/@scope/name'],
    ['an e-mail address in a query', 'https://shop.io/?to=a:b@shop.io'],
    ['a header alone', '-----BEGIN PRIVATE KEY-----'],
    ['a header in a pattern', '-----BEGIN [A-Z ]*PRIVATE KEY-----[\\s\\S]+-----END'],
    ['a header before a variable', '-----BEGIN PRIVATE KEY-----\n${key}\n-----END PRIVATE KEY-----'],
    ['a key that is cut', `-----BEGIN PRIVATE KEY-----\n${random(60)}...\n-----END PRIVATE KEY-----`],
    ['a key of words', '-----BEGIN PRIVATE KEY-----\nyour key here\n-----END PRIVATE KEY-----'],
    ['a public key', PEM('').replaceAll('PRIVATE', 'PUBLIC')],
    ['a certificate', PEM('').replaceAll('PRIVATE KEY', 'CERTIFICATE')],
    ['a public nkey', `UABC${random(52, BASE32)}`],
    ['a hash', `checksum = "${random(64, HEX)}"`],
    ["a password's hash", 'password = "$2b$12$C6UzMDM.H6dfI/f/IKcEeO7ZbXbL6y5b0sVqXQ0VtYyGx0b2Yx1qK"'],
    ['a name of a secret', 'secret_name = "projects/shop-app-42/secrets/db-password"'],
    ['an identifier', 'token = "token_kind_identifier_or_keyword_2"'],
    ['a path', 'secret = "config/production/secrets/key.pem"'],
    ['a UUID', 'client_secret = "3f2504e0-4f89-11d3-9a0c-0305e82c3301"'],
    ['the address of a contract', 'COIN_TOKEN = "0x3fA9c2B71e5D08446aC1b9E27f60D3a5518c7eB2"'],
    ['an address of bech32', 'token = "cosmos1n3v7q0rx5m2k8p4wz6t9lj3c7d5f2g8h4s0aye"'],
    ['a public key of age', 'secret_for: age1n3v7q0rx5m2k8p4wz6t9lj3c7d5f2g8h4s0ayen3v7q0rx5m2k8p4wz6t'],
    ['a sealed value by its name', `encrypted_api_key: ${random(40)}`],
    ['a value of a sealed secret', `kind: SealedSecret\nspec:\n  encryptedData:\n    password: ${random(90)}\n`],
    [
      'a variable from a secret',
      'env:\n  - name: API_KEY\n    valueFrom:\n      secretKeyRef: { name: api, key: key }\n',
    ],
    ['a value of code without quotes', `let token = ${random(32)};`],
    ['an encrypted value', 'api_key: ENC[AES256_GCM,data:Tr7o1,iv:1vH,tag:x2J,type:str]'],
    ['a variable of the shell', 'API_KEY="$(pass show api)"'],
  ])('is %s', (_what, text) => expect(findSecrets(text)).toEqual([]));
});

describe('the tree', () => {
  const key = `ghp_${random(36)}`;
  const where = (texts: Record<string, string>) => {
    const { found, noted } = treeSecrets(files(texts));
    return {
      found: found.map(each => `${each.path}:${each.line}`),
      noted: noted.map(each => `${each.path}:${each.line}`),
    };
  };

  it('is searched, folders of tests only for notes', () => {
    expect(
      where({
        'a.yml': `\n${key}`,
        'tests/a.rs': key,
        'src/tests.rs': key,
        'x/testdata/k.pem': PEM(''),
        'app/integration/data/k.pem': PEM(''),
        'src/testing.rs': key,
      }),
    ).toEqual({
      found: ['a.yml:2', 'app/integration/data/k.pem:1', 'src/testing.rs:1'],
      noted: ['src/tests.rs:1', 'tests/a.rs:1', 'x/testdata/k.pem:1'],
    });
  });

  it('has examples that bring the keys of their own certificates', () => {
    expect(where({ 'examples/tls/key.pem': PEM(''), 'examples/api.rs': key })).toEqual({
      found: ['examples/api.rs:1'],
      noted: ['examples/tls/key.pem:1'],
    });
  });

  it('has unit tests beside the code', () => {
    const unit = `const A: u8 = 1;\n\n#[cfg(test)]\nmod tests {\n    const KEY: &str = "${key}";\n}\n`;
    expect(where({ 'src/lib.rs': unit })).toEqual({ found: [], noted: ['src/lib.rs:5'] });
    expect(where({ 'src/lib.rs': `// ${key}\n${unit}` }).found).toEqual(['src/lib.rs:1']);
  });

  it('has code below and beside its unit tests', () => {
    const below = `#[cfg(test)]\nmod tests {\n    const A: u8 = 1;\n}\n\nconst KEY: &str = "${key}";\n`;
    expect(where({ 'src/lib.rs': below })).toEqual({ found: ['src/lib.rs:6'], noted: [] });
    expect(where({ 'src/lib.rs': `#[test]\nfn a() {\n    f("${key}");\n}\n` }).noted).toEqual(['src/lib.rs:3']);
    expect(
      where({ 'src/lib.rs': `#[cfg(not(test))]\nmod a {\n    const K: &str = "${key}";\n}\n` }).found,
    ).toHaveLength(1);
  });

  it.each(['contest/a.yml', 'latest/a.yml', 'src/integration/a.rs', 'src/testing/a.rs', 'attestation/a.yml'])(
    'has no tests in %s',
    path => expect(where({ [path]: key })).toEqual({ found: [`${path}:1`], noted: [] }),
  );

  it.each(['test-ca/a.yml', 'app/fixtures/a.yml', 'e2e-tests/a.yml', 'testing/a.yml'])('has tests in %s', path =>
    expect(where({ [path]: key })).toEqual({ found: [], noted: [`${path}:1`] }),
  );

  it.each(['prod.env', 'deploy/api.prod.env', '.env.qa', '.env.production.local'])(
    'has files of variables by other names, found where one holds a credential: %s',
    path => {
      const value = `Zq7-${random(12)}`;
      expect(where({ [path]: `LOG=info\nDB_PASSWORD=${value}` }).found).toEqual([`${path}:2`]);
      const plain =
        'LOG=info\nAPI_KEY=${KEY}\nKEY_FILE=/run/a.key\nTOKEN_TTL=36000000\nPUBLIC_KEY=abc-123456\nAPI_TOKEN=ENC[AES256_GCM,data:a1,type:str]\n';
      expect(where({ [path]: plain }).found).toEqual([]);
    },
  );

  it.each(['example.env', '.env.example', '.env.test', 'prod.env.template'])(
    'takes %s for no file of variables',
    path => expect(where({ [path]: 'DB_PASSWORD=Zq7-98a1c' }).found).toEqual([]),
  );

  it('has files of variables, found where they give one a value', () => {
    expect(where({ '.env': '# a\nRUST_LOG=debug\nB=2' }).found).toEqual(['.env:2']);
    expect(where({ 'app/.env.production': 'export KEY="1" # one' }).found).toEqual(['app/.env.production:1']);
    expect(where({ '.env': '# KEY=1\nKEY=\nOTHER=""\nTHIRD=your-key-here\nFOURTH=<key>\n' }).found).toEqual([]);
    expect(where({ '.env.example': 'RUST_LOG=debug', '.envrc': 'use flake', 'src/env.rs': 'A=1' }).found).toEqual([]);
  });
});

describe('any text', () => {
  const pieces = [
    '-----BEGIN PRIVATE KEY-----',
    '://',
    'a:b@',
    'ghp_',
    'AKIA',
    'sk-',
    'api_key = "',
    '\n',
    'Aa1',
    'SUA',
  ];

  it('is searched, and twice the same', () => {
    const text = fc.oneof(
      fc.string(),
      fc.array(fc.constantFrom(...pieces)).map(all => all.join('')),
    );
    fc.assert(fc.property(text, given => expect(findSecrets(given)).toEqual(findSecrets(given))));
  });

  it.each(pieces)('of a megabyte of %j is searched', piece => {
    expect(() => findSecrets(piece.repeat(1_000_000 / piece.length))).not.toThrow();
    expect(() => findSecrets(`${piece}${'a1B'.repeat(300_000)}`)).not.toThrow();
  });
});
