/** What tests of the pages share. */
import { Hono } from 'hono';
import { CIM_STANDARD } from '../../../src/standard/cim.js';
import { pagesApp } from '../../../src/web/pages/app.js';
import { fleetSource, type MadeFleet, NOW, shaOf } from '../../support/fleets.js';

/** Every address that says something of a module, alone or among others. */
export function addressesOf(owner: string, repo: string): string[] {
  const commits = `${shaOf(repo, 1).slice(0, 12)}...${shaOf(repo).slice(0, 12)}`;
  const module = `/modules/${owner}/${repo}`;
  const documents = [
    '/api/v1/about',
    '/api/v1/fleet',
    `/api/v1/fleet?search=${repo}`,
    '/api/v1/fleet?format=csv',
    '/api/v1/criteria',
    '/api/v1/criteria?format=csv',
    '/api/v1/criteria/readme',
    '/api/v1/criteria/readme?format=csv',
    `/api/v1${module}`,
    `/api/v1${module}?format=csv`,
    `/api/v1${module}/next`,
    `/api/v1${module}/history`,
    `/api/v1${module}/history?format=csv`,
    `/api/v1${module}/compare/${commits}`,
    `/api/v1${module}/compare/${commits}?format=csv`,
    '/api/v1/promises',
    '/api/v1/promises?format=csv',
    '/api/v1/openapi.json',
  ];
  const pages = [
    '/',
    `/?search=${repo}`,
    '/tracker',
    '/promises',
    '/campaigns',
    '/criteria',
    '/criteria/readme',
    '/about',
    module,
    `${module}/compare/${commits}`,
  ];
  return [...pages, ...documents, `/badge/${owner}/${repo}.svg`, '/feed.atom'];
}

/** Settings of an app that every test sends its requests to from one place. */
export const NO_LIMITS = {
  addressOf: () => '192.0.2.1',
  limits: { address: 100_000, api: 100_000, signIn: 100_000, person: 100_000 },
};

/** A fleet that fills every part of every page. */
const SHOWN: MadeFleet = {
  owner: 'acme',
  modules: [
    { name: 'cim-ledger', status: 'production', ready: 1.1, version: '1.2.0', weeks: 60 },
    { name: 'cim-parcel', status: 'production', ready: 0.5, dependencies: ['cim-ledger', 'cim-domain-order'] },
    {
      name: 'cim-domain-order',
      status: 'development',
      ready: 0.8,
      dependencies: ['cim-parcel'],
      tracking: {
        issue: 12,
        planned: true,
        estimate: { weeks: 6, by: 'alice', on: '2031-04-01' },
        blocked: [{ on: 'cim-ledger', reason: 'needs its new subjects', by: 'bob' }],
      },
    },
    { name: 'cim-domain-person', status: 'template', ready: 0.2, weeks: 2 },
  ],
  listed: ['cim-unreachable'],
  phases: [
    {
      title: 'Phase 1: Core',
      line: 3,
      span: { start: '2031-01-06', end: '2031-03-30' },
      modules: [{ name: 'cim-ledger', line: 4, tasks: { done: 3, all: 3 } }],
    },
    {
      title: 'Phase 2: Domains',
      line: 9,
      span: { start: '2031-04-01', end: null },
      modules: ['cim-domain-order', 'cim-domain-person'].map((name, index) => ({
        name,
        line: 10 + index,
        tasks: { done: 1, all: 4 },
      })),
    },
  ],
  contradictions: ['claims 88%, and 85% two lines below'],
};

/** The pages of that fleet; `cim-parcel` has everything that a module can have. */
export const PAGES = [
  '/',
  '/?search=nothing-like-it',
  '/tracker',
  '/promises',
  '/campaigns',
  '/criteria',
  '/criteria/readme',
  '/modules/acme/cim-parcel',
  '/modules/acme/cim-domain-order',
  '/modules/acme/cim-unreachable',
  `/modules/acme/cim-parcel/compare/${shaOf('cim-parcel', 1)}...${shaOf('cim-parcel')}`,
  '/about',
  '/nothing/here',
];

/** The pages as a person sees them who is signed in, and whom GitHub did not answer. */
export function pagesToLookAt(): Hono {
  return pagesApp({
    standard: CIM_STANDARD,
    version: '1.2.3',
    github: 'https://github.com',
    source: fleetSource(SHOWN, { owner: 'other', modules: [{ name: 'cim-else' }] }),
    now: () => Date.parse(NOW),
    ...NO_LIMITS,
    signIn: {
      routes: new Hono(),
      viewerOf: async () => ({ login: 'rita', readable: new Set(), notice: 'GitHub did not answer.' }),
    },
  });
}
