import { describe, expect, it } from '@jest/globals';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { CIM_STANDARD } from '../../../src/standard/cim.js';
import { pagesApp } from '../../../src/web/pages/app.js';
import { fleetSource, NOW, shaOf } from '../../support/fleets.js';
import { NO_LIMITS } from './support.js';

const app = pagesApp({
  standard: CIM_STANDARD,
  version: '1.2.3',
  github: 'https://github.com',
  source: fleetSource({
    owner: 'acme',
    modules: [
      { name: 'cim-parcel', status: 'production', dependencies: ['cim-ledger'] },
      {
        name: 'cim-ledger',
        tracking: { issue: 4, planned: true, blocked: [{ on: 'https://example.com/x', reason: 'waits', by: 'bob' }] },
      },
    ],
    phases: [
      {
        title: 'Phase 1',
        line: 1,
        span: { start: '2031-01-01', end: null },
        modules: [{ name: 'cim-ledger', line: 2, tasks: { done: 1, all: 2 } }],
      },
    ],
    contradictions: ['claims 88%, and 85%'],
  }),
  now: () => Date.parse(NOW),
  ...NO_LIMITS,
});

interface Description {
  readonly paths: Readonly<
    Record<
      string,
      {
        readonly get: {
          readonly responses: Readonly<
            Record<string, { content?: Readonly<Record<string, { schema: { $ref?: string } }>> }>
          >;
        };
      }
    >
  >;
}

const description = (await (await app.request('/api/v1/openapi.json')).json()) as Description;
const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);
ajv.addSchema(description, 'api');

function validator(path: string, status: number): ValidateFunction {
  const { $ref = '' } = description.paths[path]?.get.responses[status]?.content?.['application/json']?.schema ?? {};
  return ajv.compile({ $ref: `api${$ref}` });
}

/** The address of a path with values for its parameters. */
function addressOf(path: string): string {
  const values = {
    owner: 'acme',
    repo: 'cim-parcel',
    id: 'readme',
    commits: `${shaOf('cim-parcel', 1)}...${shaOf('cim-parcel')}`,
  };
  return `/api/v1${path.replace(/\{(\w+)\}/g, (_, name: string) => values[name as keyof typeof values])}`;
}

describe.each(Object.keys(description.paths))('%s', path => {
  it('answers as it is described', async () => {
    const response = await app.request(addressOf(path));
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json']);
    const validate = validator(path, 200);
    expect([validate(await response.json()), validate.errors]).toEqual([true, null]);
  });

  it('has the same as CSV if it says so', async () => {
    const hasCsv = 'text/csv' in (description.paths[path]?.get.responses['200']?.content ?? {});
    const response = await app.request(`${addressOf(path)}?format=csv`);
    expect(response.status).toBe(hasCsv ? 200 : 400);
    if (hasCsv) expect((await response.text()).split('\r\n').length).toBeGreaterThan(2);
  });
});

describe('what is not there', () => {
  it.each(['/modules/acme/cim-nothing', '/fleet?organization=nobody', '/criteria/nothing', '/nothing'])(
    '%s gets an error as described',
    async path => {
      const response = await app.request(`/api/v1${path}`);
      expect(response.status).toBe(404);
      expect(validator('/fleet', 404)(await response.json())).toBe(true);
    },
  );
});
