/** What the tests of this section share. */
import { judge, snapshot, type Texts, withoutText } from '../../support/snapshots.js';

export const MANIFEST = '[package]\nname = "cim-parcel"\nversion = "0.1.0"\n';
export const module = (code: string, texts: Texts = {}): Texts => ({
  'Cargo.toml': MANIFEST,
  'src/lib.rs': code,
  ...texts,
});
export const of = (id: string, code: string, texts: Texts = {}) => judge(id, snapshot(module(code, texts)));
/** The same, where the text of one file was not read. */
export const without = (id: string, path: string, texts: Texts) => judge(id, withoutText(snapshot(texts), path));
export const FULL =
  'event_id: Uuid, parcel_id: Uuid, at: DateTime<Utc>, correlation_id: Uuid, causation_id: Uuid, schema_version: u32';
/** An event that has everything, in line 3. */
export const PLACED = `pub trait DomainEvent {}\n#[derive(Serialize)]\npub struct ParcelPlaced { ${FULL} }\nimpl DomainEvent for ParcelPlaced {}\n`;
