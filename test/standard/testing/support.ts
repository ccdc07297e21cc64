/** What the tests of this section share. */
import { judge, snapshot, type Texts } from '../../support/snapshots.js';

export const CARGO = '[package]\nname = "cim-parcel"\nversion = "0.1.0"\nedition = "2021"\n';
export const CI = '.github/workflows/ci.yml';
export const given = (id: string, texts: Texts) => judge(id, snapshot({ 'Cargo.toml': CARGO, ...texts }));
