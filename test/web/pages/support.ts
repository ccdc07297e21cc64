/** What tests of the pages share. */
import { shaOf } from '../../support/fleets.js';

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
    '/api/v1/openapi.json',
  ];
  const pages = [
    '/',
    `/?search=${repo}`,
    '/tracker',
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
