/** The events that are published in NATS, described: JSON Schemas, and an AsyncAPI document (https://www.asyncapi.com/docs/reference/specification/v3.0.0). */
import { z } from 'zod';
import pack from '../package.json' with { type: 'json' };
import { COMMIT, EVENT, EVENT_SCHEMA, EVENT_TYPES, SUBJECTS } from '../src/publish/event-schemas.js';

const COMMIT_SCHEMA = 'cim-readiness/module-commit/v1';

/** The schema of events about modules. */
export function eventSchema(): object {
  return {
    $id: `${EVENT_SCHEMA}.json`,
    title: 'An event about a module',
    ...z.toJSONSchema(EVENT, { target: 'draft-2020-12' }),
  };
}

/** The schema of notices of pushes. */
export function commitSchema(): object {
  return {
    $id: `${COMMIT_SCHEMA}.json`,
    title: 'A push to the default branch of a module',
    ...z.toJSONSchema(COMMIT, { target: 'draft-2020-12' }),
  };
}

/** The subjects, and the messages on them. */
export function asyncApi(): object {
  const module = {
    description: 'The name of the module, with a hyphen for each character that a subject cannot have.',
  };
  const channels = Object.entries(SUBJECTS).flatMap(([whose, { events, commits }]) => [
    ...Object.entries(EVENT_TYPES).map(([type, words]) => ({
      name: `${whose}-${type}`,
      address: `${events}.{module}.${type}`,
      description: `Of ${whose} modules: ${words}.`,
      message: 'event',
    })),
    {
      name: `${whose}-commit`,
      address: `${commits}.{module}`,
      description: `Of ${whose} modules: a push to the default branch was assessed.`,
      message: 'commit',
    },
  ]);
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'cim-readiness',
      version: pack.version,
      description:
        'The events that cim-readiness publishes in NATS JetStream: those of public modules in the stream cim_events, those of private ones in cim_events_private. An event that is sent again has the same ID, also in the header Nats-Msg-Id.',
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(
      channels.map(({ name, address, description, message }) => [
        name,
        {
          address,
          description,
          parameters: { module },
          messages: { [message]: { $ref: `#/components/messages/${message}` } },
        },
      ]),
    ),
    operations: Object.fromEntries(
      channels.map(({ name }) => [name, { action: 'send', channel: { $ref: `#/channels/${name}` } }]),
    ),
    components: {
      messages: {
        event: { payload: { $ref: './event-v1.json' } },
        commit: { payload: { $ref: './module-commit-v1.json' } },
      },
    },
  };
}
