import type { DoctorFacts, InstallationFacts } from '../../../src/report/doctor/facts.js';
import { EVENTS, OPTIONAL_PERMISSIONS, PERMISSIONS } from '../../../src/report/doctor/needs.js';
import { read } from '../../../src/snapshot/reading.js';

export const GRANTED = {
  permissions: Object.fromEntries(
    [...PERMISSIONS, ...OPTIONAL_PERMISSIONS].map(({ name, level }) => [name, level]),
  ) as Record<string, string>,
  events: EVENTS.map(({ name }) => name),
};

const PAGE = 'https://github.com/organizations/acme/settings/installations/5';

export const INSTALLATION: InstallationFacts = {
  ...GRANTED,
  id: 5,
  account: 'acme',
  page: PAGE,
  allRepositories: true,
  isSuspended: false,
  limits: read([{ name: 'REST', limit: 5000, remaining: 4000, resetAt: '2026-06-01T01:00:00.000Z' }]),
};

/** An app that lacks nothing. */
export const WELL: DoctorFacts = {
  host: 'github.com',
  environment: { problems: [], secretLength: 64, dataDir: { path: 'data', isNew: false } },
  clockAhead: read(0),
  app: {
    ...GRANTED,
    id: 7,
    name: 'CIM readiness',
    page: 'https://github.com/apps/cim-readiness',
    settings: 'https://github.com/organizations/acme/settings/apps/cim-readiness',
  },
  hook: read({
    url: 'https://cim.example/api/github/webhooks',
    contentType: 'json',
    isInsecure: false,
    hasSecret: true,
  }),
  deliveries: read([]),
  installations: read([INSTALLATION]),
};
