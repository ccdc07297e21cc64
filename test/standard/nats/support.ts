/** What the tests of this section share. */
import { judge, snapshot, type Texts } from '../../support/snapshots.js';

export const MANIFEST =
  '[package]\nname = "cim-parcel"\nversion = "0.1.0"\n\n[dependencies]\nasync-nats = "0.35"\nredis = "0.25"\n';
/** A library that speaks NATS: the imports stand in line 1, the body of the function from line 4 on. */
export const speaking = (body: string, rest = '', texts: Texts = {}): Texts => ({
  'Cargo.toml': MANIFEST,
  'src/lib.rs': [
    'use async_nats::{jetstream, Client, ConnectOptions};',
    rest.split('\n').join(' '),
    'pub async fn speak(client: &Client, js: &jetstream::Context, id: u32) -> Result<(), Box<dyn Error>> {',
    body,
    'Ok(()) }',
  ].join('\n'),
  ...texts,
});
export const of = (id: string, texts: Texts) => judge(id, snapshot(texts));
