import { describe, expect, it } from '@jest/globals';
import { type Texts } from '../../support/snapshots.js';
import { module, of, PLACED, without } from './support.js';

describe('event-versioning', () => {
  const README = {
    'README.md': '# Parcel\n\n## Event versioning\n\nFields are only added; all else is a new version.\n',
  };
  const versioning = (code: string, texts: Texts = README) => of('event-versioning', code, texts);
  const BARE = PLACED.replace(', schema_version: u32', '');

  it('shows what is missing of the two', () => {
    expect(versioning(BARE)).toMatchObject({
      status: 'unmet',
      message: 'no schema version in events or their envelope, and no upcaster',
      evidence: [{ path: 'src/lib.rs', line: 3 }],
    });
    expect(versioning(PLACED, {})).toMatchObject({
      status: 'unmet',
      message: 'no document says how events change over time',
      evidence: [{ message: expect.stringContaining('*Event versioning*') }],
    });
    expect(versioning(BARE, {}).evidence).toHaveLength(2);
  });

  it.each([
    ['an aggregate’s version', 'version: u64'],
    ['an aggregate’s version, documented', '/// The version of the aggregate after this event.\n version: u64'],
    ['an aggregate’s version by name', 'aggregate_version: u64'],
    ['the version of what it befell', '/// The version of the parcel after this event.\n version: u64'],
    ['the same under another name', '/// The version of the parcel after this event.\n event_version: u64'],
    ['a sequence', 'sequence: u64, stream_version: u64'],
  ])('does not take %s for the event’s', (_, field) => {
    expect(versioning(PLACED.replace('schema_version: u32', field)).status).toBe('unmet');
  });

  it.each([
    ['an upcaster of tests', '#[cfg(test)]\nstruct Upcaster;'],
    [
      'a cast to a supertrait',
      'trait Part { fn upcast(self: Box<Self>) -> Box<dyn Any>; fn upcast_ref(&self) -> &dyn Any; }',
    ],
    ['a comment', '// the upcaster and its schema_version'],
  ])('does not take %s for an upcaster', (_, code) => {
    expect(versioning(BARE + code).status).toBe('unmet');
  });

  it.each([
    ['a document', 'docs/events.md', '# Events\n\nThe forms of our events evolve by adding fields alone.\n', 3],
    [
      'a decision',
      'docs/adr/0007.md',
      '# 7. Schema evolution\n\n## Decision\n\nEvents keep the fields that they have for ever.\n',
      1,
    ],
    ['a sentence about upcasters', 'docs/a.md', 'Old events are lifted by upcasters when they are read.\n', 1],
    [
      'a sentence about versioned events',
      'ARCHITECTURE.md',
      'Every event is versioned:\nfields are never removed.\n',
      1,
    ],
    ['compatible events', 'docs/a.md', 'A new field of an event is always backward compatible.\n', 1],
    ['reStructuredText', 'docs/events.rst', 'Event versioning\n================\n\nFields are only added.\n', 1],
    ['AsciiDoc', 'docs/events.adoc', '== Versioning of events\n\nFields are only added.\n', 1],
    [
      'HTML in Markdown',
      'README.md',
      '<h2>Event evolution</h2>\n<p>Fields are only ever added to what is there.</p>\n',
      1,
    ],
  ])('finds the strategy in %s', (_, path, text, line) => {
    expect(versioning(PLACED, { [path]: text })).toMatchObject({ status: 'met', evidence: [{ path, line }] });
  });

  it('finds the strategy in the documentation of a module', () => {
    const code = `//! Parcels.\n//!\n//! Events are versioned: fields are only added.\n${PLACED}`;
    expect(versioning(code, {})).toMatchObject({ status: 'met', evidence: [{ path: 'src/lib.rs', line: 3 }] });
  });

  it.each([
    [
      'a changelog',
      'CHANGELOG.md',
      '# Changelog\n\n## Event versioning\n\nEvents are versioned from now on, all of them.\n',
    ],
    ['code', 'README.md', '# Parcel\n\n```rust\n// event versioning: the schema_version of events\n```\n'],
    [
      'prompts that events version',
      'README.md',
      '# A\n\nPrompts are versioned through events, so old ones can be shown.\n',
    ],
    [
      'versions of event handlers',
      'README.md',
      '# A\n\nOur event handlers are versioned with the crate they are in.\n',
    ],
    [
      'events about versioned prompts',
      'README.md',
      '# A\n\nEvents tell which of the versioned prompts was shown to whom.\n',
    ],
    ['a state that evolves', 'README.md', '# A\n\nThe state of a parcel evolves when its events are applied.\n'],
    ['events that evolve a state', 'README.md', '# A\n\nEvents are folded, and evolve the state of a parcel.\n'],
    ['a list of features', 'README.md', '# Parcel\n\n- Event sourcing\n- Event versioning\n'],
    ['a heading with nothing below', 'README.md', '# Parcel\n\n## Event versioning\n\n## License\n\nMIT\n'],
    [
      'the versions of the crate',
      'README.md',
      '# Parcel\n\n## Versioning\n\nThis crate follows semantic versioning since 1.0.\n',
    ],
    [
      'the schema of a database',
      'README.md',
      '# Parcel\n\n## Schema migrations\n\nRun `sqlx migrate` before you start the server.\n',
    ],
    ['what a tool was told', '.idea/notes.md', '# Notes\n\nEvents are versioned, and fields are only added.\n'],
    ['a comment in code', 'src/x.rs', '// Events are versioned: fields are only added.\n'],
  ])('does not take %s for a strategy', (_, path, text) => {
    expect(versioning(PLACED, { [path]: text })).toMatchObject({ status: 'unmet', evidence: [{}] });
  });

  it('is not known where a document or an envelope was not read', () => {
    expect(without('event-versioning', 'README.md', module(PLACED, README)).status).toBe('unknown');
    expect(versioning(`${BARE}fn f() -> cim_domain::EventEnvelope<A> {}`).status).toBe('unknown');
    expect(without('event-versioning', 'README.md', module(BARE, README))).toMatchObject({
      status: 'unmet',
      evidence: [{ message: expect.stringContaining('no schema version') }],
    });
  });

  describe('false alarms', () => {
    it.each([
      ['a version of the event', BARE.replace('at:', 'event_version: u8, at:')],
      ['a schema’s id', BARE.replace('at:', 'schema_id: String, at:')],
      [
        'a schema’s version in the envelope',
        `${BARE}struct Envelope { event_id: A, aggregate_id: A, schema_version: u8, payload: B }`,
      ],
      [
        'a version that is documented so',
        BARE.replace('at:', '\n/// The version of the payload’s schema.\nversion: u8, at:'),
      ],
      ['a version of such a type', BARE.replace('at:', 'version: SchemaVersion, at:')],
      ['a version as it is written', BARE.replace('at:', '#[serde(rename = "schema_version")] v: u8, at:')],
      ['a constant', `${BARE}impl ParcelPlaced { pub const SCHEMA_VERSION: u32 = 2; }`],
      [
        'a method of its trait',
        BARE.replace('for ParcelPlaced {}', 'for ParcelPlaced { fn event_version(&self) -> u8 { 1 } }'),
      ],
      [
        'a type with its version',
        BARE.replace('for ParcelPlaced {}', 'for ParcelPlaced { fn event_type(&self) -> &str { "parcel.placed.v1" } }'),
      ],
      ['names with versions', BARE.replaceAll('ParcelPlaced', 'ParcelPlacedV1')],
      [
        'variants that are versions',
        '#[derive(Serialize)]\nenum ParcelEvent { V1(A), V2(B) }\nfn append(e: ParcelEvent) {}',
      ],
      ['a header', `${BARE}fn f() { headers.insert("X-Schema-Version", "1"); }`],
      ['an upcaster', `${BARE}pub struct ParcelUpcaster;`],
      ['a function that upcasts', `${BARE}fn upcast(event: Value, from: u32) -> Value {}`],
      ['a function that migrates events', `${BARE}fn migrate_event(old: Value) -> Value {}`],
    ])('is met by %s', (_, code) => {
      expect(versioning(code)).toMatchObject({ status: 'met', evidence: [{ path: 'README.md', line: 3 }] });
    });
  });
});
