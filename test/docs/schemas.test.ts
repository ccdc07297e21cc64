/** The schemas as an editor uses them: each has a stable address, and those of files accept good ones and refuse bad ones. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import { READY_TEXTS } from '../support/snapshots.js';

const ROOT = join(import.meta.dirname, '..', '..');
const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);
const schema = (name: string) => JSON.parse(readFileSync(join(ROOT, 'schemas', name), 'utf8')) as { $id?: string };
/** Whether a schema accepts YAML. */
const validator = (name: string) => {
  const validate = ajv.compile(schema(name));
  return (text: string) => validate(parse(text));
};

describe('each schema', () => {
  const described = readdirSync(join(ROOT, 'schemas')).filter(name => !/^(?:openapi|asyncapi)-/.test(name));
  it.each(described)('%s has an address that never changes', name => {
    expect(schema(name).$id).toMatch(new RegExp(`^https://.+/schemas/${name.replace('.', '\\.')}$`));
  });
});

describe('the schema of cim.yaml', () => {
  const accepts = validator('cim-yaml-v1.json');
  const READY = READY_TEXTS['cim.yaml'] ?? '';

  it('accepts that of the ready module, and modules in a list', () => {
    expect(accepts(READY)).toBe(true);
    expect(accepts(READY.replace('dependencies: {}', 'dependencies: [{ cim-order: "^0.3" }]'))).toBe(true);
  });

  it.each([
    ['an unknown type', READY.replace('type: domain', 'type: dommain')],
    ['a version that is none', READY.replace('1.2.0', 'one')],
    ['no maintainer', READY.replace(/maintainers:\n.*\n/, 'maintainers: []\n')],
    ['no module', 'name: cim-parcel\n'],
  ])('refuses %s', (_, text) => {
    expect(text).not.toBe(READY);
    expect(accepts(text)).toBe(false);
  });
});

describe('the schema of the policy file', () => {
  const accepts = validator('policy-v1.json');

  it('accepts the examples of its documentation', () => {
    const examples = [...readFileSync(join(ROOT, 'docs', 'policy.md'), 'utf8').matchAll(/```yaml\n([^]*?)```/g)];
    expect(examples.length).toBeGreaterThan(1);
    for (const [, text = ''] of examples)
      expect({ text, isAccepted: accepts(text) }).toEqual({ text, isAccepted: true });
  });

  it.each([
    ['an unknown key', 'enforcment: strict\n'],
    ['an unknown value', 'enforcement: hard\n'],
    ['a waiver without a date', 'waivers:\n  - { criterion: readme, reason: r, by: ada }\n'],
    ['a threshold above 100', 'thresholds: { coverage: 101 }\n'],
  ])('refuses %s', (_, text) => {
    expect(accepts(text)).toBe(false);
  });
});
