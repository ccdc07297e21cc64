import { unreadCode } from '../../facts/code/rust-code.js';
import { findMessageSections, findSchemas, messageTypes } from '../../facts/nats/schemas.js';
import { counted, criterion, met } from '../criterion.js';
import { noneFound, unlessUnread } from '../shared/code-outcomes.js';
import { withNats } from '../shared/nats-calls.js';

export const messageSchemas = criterion({
  id: 'message-schemas',
  title: 'Messages have schemas',
  severity: 'must',
  kind: 'automatic',
  rationale:
    'Subscribers are written in another language, or a year later. A schema tells their authors what a message holds, without reading the code that sends it.',
  looksAt:
    'JSON Schema files, types that derive `schemars::JsonSchema`, an AsyncAPI document, or a document with a section for each published message type.',
  looksNotAt: 'Whether the schema agrees with the code.',
  remediation:
    'Derive `schemars::JsonSchema` on the message types, commit `schemas/NAME.schema.json` for each, or describe all of them in `asyncapi.yaml`.',
  example: {
    met: '```rust\n#[derive(Serialize, Deserialize, schemars::JsonSchema)]\npub struct Delivered { … }\n```',
    unmet: '```rust\n#[derive(Serialize, Deserialize)]\npub struct Delivered { … }\n```',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withNats(files, context, (calls, code) => {
      const { library, packages } = code;
      if (calls.every(({ kind }) => kind === 'connect'))
        return noneFound(code, 'library code connects to NATS, and sends or receives no message');
      const types = messageTypes(library, calls);
      const described = findSchemas(files, library);
      const section = described.length === 0 ? findMessageSections(files, types) : undefined;
      const schemas = section ? [section] : described;
      if (schemas.length > 0)
        return met(
          `messages are described: ${schemas[0]?.what}${schemas.length > 1 ? ` and ${schemas.length - 1} more` : ''}`,
          schemas.map(({ path, line, what }) => ({ path, line, message: what })),
        );
      const call = calls[0];
      const places = types.map(({ name, path, line }) => ({
        kind: 'no-schema',
        subject: name,
        path,
        line,
        message: `message \`${name}\` has no schema: derive \`schemars::JsonSchema\`, or commit a schema`,
      }));
      const place = { path: call?.source.path ?? packages[0]?.manifestPath ?? 'Cargo.toml', line: call?.line ?? 1 };
      const none = {
        kind: 'no-schema',
        ...place,
        message: 'messages are sent here, but no schema describes them: add one',
      };
      return unlessUnread(
        unreadCode(code),
        types.length > 0
          ? `${counted(types.length, 'message type')} without a schema`
          : 'no schema describes the messages',
        places.length > 0 ? places : [none],
      );
    }),
});
