import { describe, expect, it } from '@jest/globals';
import { changedBy, judge, remove, snapshot, type Texts } from '../../support/snapshots.js';
import { of, speaking } from './support.js';

describe('message-schemas', () => {
  it('does not concern code that only connects', () => {
    const code = 'pub async fn f() -> Result<async_nats::Client, E> { async_nats::connect("x").await }';
    const manifest = '[package]\nname = "a"\nversion = "1.0.0"\n[dependencies]\nasync-nats = "0.35"\n';
    expect(judge('message-schemas', snapshot({ 'Cargo.toml': manifest, 'src/lib.rs': code })).status).toBe(
      'not-applicable',
    );
  });

  const TYPES =
    '#[derive(Serialize)] pub struct ParcelSent { id: u32 } #[derive(Serialize)] pub struct WeighCommand { id: u32 } #[derive(Serialize)] pub enum ParcelEvent { Sent }';
  const BODY =
    'client.publish("a.b", to_vec(&ParcelEvent::Sent)?).await?; client.request("a.c", to_vec(&WeighCommand { id })?).await?;';
  const schemas = (texts: Texts = {}, rest = TYPES) => of('message-schemas', speaking(BODY, rest, texts));

  it('is what a module without its schemas changes, and nothing else', () => {
    expect(changedBy(remove('schemas/'))).toEqual({ 'message-schemas': 'unmet' });
  });

  it('shows each message type that nothing describes', () => {
    expect(schemas()).toMatchObject({
      status: 'unmet',
      evidence: [
        {
          path: 'src/lib.rs',
          line: 2,
          message: 'message `WeighCommand` has no schema: derive `schemars::JsonSchema`, or commit a schema',
        },
        {
          path: 'src/lib.rs',
          line: 2,
          message: 'message `ParcelEvent` has no schema: derive `schemars::JsonSchema`, or commit a schema',
        },
      ],
    });
  });

  it('shows where messages are sent, when no type can be named', () => {
    expect(schemas({}, '')).toMatchObject({ status: 'unmet', evidence: [{ path: 'src/lib.rs', line: 4 }] });
  });

  it('does not ask for schemas of what never meets NATS', () => {
    const texts = {
      ...speaking(BODY, `pub mod web; ${TYPES}`),
      'src/web.rs': '#[derive(Serialize)] pub struct ChatRequest { id: u32 }',
    };
    expect(of('message-schemas', texts).evidence.map(({ message }) => message)).not.toContain(
      'message `ChatRequest` has no schema: derive `schemars::JsonSchema`, or commit a schema',
    );
  });

  it('is met by types that derive JsonSchema', () => {
    expect(schemas({}, TYPES.replaceAll('Serialize', 'Serialize, schemars::JsonSchema')).status).toBe('met');
  });

  it.each([
    [
      'a manifest of Node with a schema of an editor',
      { 'package.json': '{ "$schema": "https://json.schemastore.org/package.json" }' },
    ],
    ['a fixture of the tests', { 'tests/fixtures/a.schema.json': '{}' }],
    [
      'a document that names one of them only',
      { 'docs/messages.md': '# Messages\n\n## ParcelEvent\n\nTells. See WeighCommand.\n' },
    ],
    ['sections without a word', { 'docs/messages.md': '# WeighCommand\n# ParcelEvent\n' }],
    ['a comment that names JsonSchema', { 'src/x.rs': '// #[derive(JsonSchema)]\n' }],
  ])('is not met by %s', (_, texts) => {
    expect(schemas(texts).status).toBe('unmet');
  });

  describe('false alarms', () => {
    it.each([
      ['a JSON Schema by its name', { 'schemas/parcel.schema.json': '{}' }],
      [
        'a JSON Schema by what it says',
        { 'schemas/parcel.json': '{\n  "$schema": "http://json-schema.org/draft-07/schema#" }' },
      ],
      ['a JSON Schema as YAML', { 'schemas/parcel.yaml': '$schema: https://json-schema.org/draft/2020-12/schema\n' }],
      ['an AsyncAPI document', { 'asyncapi.yaml': 'asyncapi: 3.0.0\n' }],
      ['an AsyncAPI document of another name', { 'docs/bus.yml': '# The bus\nasyncapi: "2.6.0"\n' }],
      [
        'a document with a section for each',
        { 'docs/messages.md': '# Messages\n\n## `WeighCommand`\n\nAsks.\n\n## ParcelEvent\n\nTells.\n' },
      ],
    ])('is met by %s', (_, texts) => {
      expect(schemas(texts)).toMatchObject({ status: 'met', evidence: [{ path: Object.keys(texts)[0] }] });
    });
  });
});
