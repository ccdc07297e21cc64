import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Finding } from '../../src/assess/assessment.js';
import { EVENT_TYPES } from '../../src/publish/event-schemas.js';
import { type Message, messagesOf, type SourceEvent } from '../../src/publish/events.js';

const SCHEMAS = join(import.meta.dirname, '..', '..', 'schemas');
const schema = (name: string) => JSON.parse(readFileSync(join(SCHEMAS, name), 'utf8')) as object;
const ajv = new Ajv2020({ strictTypes: false, allErrors: true });
addFormats.default(ajv);
const isEvent = ajv.compile(schema('event-v1.json'));
const isCommit = ajv.compile(schema('module-commit-v1.json'));

const finding = (criterion: string, status: Finding['status'], severity: Finding['severity'] = 'must'): Finding => ({
  criterion,
  section: 'documentation',
  severity,
  kind: 'automatic',
  status,
  message: '',
  evidence: [],
  count: 0,
  hints: [],
  waiver: null,
  attestation: null,
});
const assessed = (findings: readonly Finding[], ref = 'main') => ({
  assessment: {
    standard: 'cim/v1',
    subject: { owner: 'acme', repo: 'cim-x', ref, sha: 'a1b2c3' },
    assessedAt: '2026-06-01T00:00:00.000Z',
    findings,
  },
  module: { isPublic: true, facts: {} },
});
const source = (kind: string, data: unknown, more: Partial<SourceEvent> = {}): SourceEvent => ({
  number: 5,
  repository: 42,
  package: '',
  kind,
  by: null,
  at: '2026-06-01T00:00:00.000Z',
  delivery: 'a-guid',
  data,
  owner: 'acme',
  repo: 'cim-x',
  isPublic: true,
  ...more,
});
/** The messages, each as its published schema says. */
const valid = (event: SourceEvent): Message[] => {
  const messages = messagesOf(event);
  for (const { body } of messages) {
    const isValid = 'event_type' in body ? isCommit : isEvent;
    expect({ ok: isValid(body), errors: isValid.errors }).toEqual({ ok: true, errors: null });
  }
  return messages;
};

describe('events for others', () => {
  it('tell what an assessment of the default branch counts', () => {
    const [message, ...others] = valid(
      source('assessed', assessed([finding('readme', 'met'), finding('license', 'unmet')])),
    );
    expect(others).toEqual([]);
    expect(message).toMatchObject({
      subject: 'cim.readiness.cim-x.assessed',
      body: {
        aggregateId: 'repository/42',
        correlationId: 'a-guid',
        causationId: 'a-guid',
        data: { sha: 'a1b2c3', ready: false, blocking: ['license'], findings: { readme: 'met', license: 'unmet' } },
      },
    });
  });

  it('tell what got worse, caused by the assessment', () => {
    const before = assessed([finding('readme', 'met'), finding('license', 'unknown')]);
    const now = assessed([finding('readme', 'unmet'), finding('license', 'unmet')]);
    const [first, second] = valid(source('assessed', now, { before }));
    expect(second).toMatchObject({
      subject: 'cim.readiness.cim-x.regressed',
      body: { causationId: first?.id, correlationId: 'a-guid', data: { criteria: ['readme'] } },
    });
  });

  it('are never about pull requests, and never about what only this program needs', () => {
    const { module: _, ...pull } = assessed([], 'pull/7');
    for (const event of [
      source('assessed', pull),
      source('tracked', {}),
      source('command', {}),
      source('waived', null),
    ])
      expect(messagesOf(event)).toEqual([]);
  });

  it.each(Object.keys(EVENT_TYPES).filter(type => type !== 'assessed' && type !== 'regressed'))(
    'have a published form: %s',
    kind => {
      const [message] = valid(source(kind, { criterion: 'readme', owner: 'acme' }, { by: 'maya' }));
      expect(message).toMatchObject({ subject: `cim.readiness.cim-x.${kind}`, body: { type: kind, by: 'maya' } });
    },
  );

  it('name the commit of a push as the workflow of the ecosystem does', () => {
    const push = { sha: 'a1b2c3d4e5', branch: 'main', timestamp: 'T', message: 'feat: x', version: '0.2.0' };
    const [message] = valid(source('pushed', push, { by: 'Maya' }));
    expect(message).toMatchObject({
      subject: 'cim.module.commit.cim-x',
      body: {
        module: 'cim-x',
        repository: 'acme/cim-x',
        commit: 'a1b2c3d',
        version: '0.2.0',
        branch: 'main',
        timestamp: 'T',
        author: 'Maya',
        message: 'feat: x',
        event_type: 'push',
      },
    });
    expect(messagesOf(source('pushed', push, { number: 9 }))[0]?.id).toBe(message?.id);
  });

  it('keep private modules, and those of which it is not known, apart', () => {
    const isPrivate = { isPublic: false };
    const { assessment } = assessed([]);
    const subjects = [
      source('waived', {}, isPrivate),
      source('pushed', {}, isPrivate),
      source('assessed', { assessment, module: { isPublic: false } }),
    ].map(event => valid(event)[0]?.subject);
    expect(subjects).toEqual([
      'cim.readiness-private.cim-x.waived',
      'cim.module-private.commit.cim-x',
      'cim.readiness-private.cim-x.assessed',
    ]);
  });

  it('have subjects of one part for each name, whatever the name is', () => {
    const hostile = source('waived', {}, { package: 'cim.>\u{202e} *' });
    expect(messagesOf(hostile)[0]?.subject).toBe('cim.readiness.cim-----.waived');
  });

  it('are described by an AsyncAPI document', () => {
    const { channels } = schema('asyncapi-v1.json') as { channels: Record<string, { address: string }> };
    const addresses = Object.values(channels).map(({ address }) => address);
    for (const type of Object.keys(EVENT_TYPES)) expect(addresses).toContain(`cim.readiness.{module}.${type}`);
    expect(addresses).toEqual(
      expect.arrayContaining(['cim.module.commit.{module}', 'cim.module-private.commit.{module}']),
    );
  });
});
