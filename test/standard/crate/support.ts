import { assess } from '../../../src/assess/assess.js';
import type { Finding } from '../../../src/assess/assessment.js';
import { DEFAULT_POLICY } from '../../../src/policy/policy.js';
import { CRATE_STANDARD } from '../../../src/standard/crate/crate.js';
import { NOW, snapshot, type Texts } from '../../support/snapshots.js';

/** The finding for one criterion of `crate/v1`. */
export function finding(criterion: string, texts: Texts): Finding {
  const sections = CRATE_STANDARD.sections.map(each => ({
    ...each,
    criteria: each.criteria.filter(({ id }) => id === criterion),
  }));
  const of = snapshot(texts, {}, { owner: 'acme', repo: 'parcel' });
  const [found] = assess(of, { ...CRATE_STANDARD, sections }, DEFAULT_POLICY, NOW).findings;
  if (!found) throw new Error(`no criterion ${criterion}`);
  return found;
}

export const manifest = (more = '') => ({
  'Cargo.toml': `[package]\nname = "parcel"\nversion = "0.1.0"\n${more}`,
  'src/lib.rs': '',
});

export const workflow = (run: string) => ({
  ...manifest(),
  '.github/workflows/ci.yml': `on: [push, pull_request]\njobs:\n  check:\n    runs-on: ubuntu-latest\n    steps:\n      - run: ${run}\n`,
});
