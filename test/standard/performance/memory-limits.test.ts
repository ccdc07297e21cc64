import { describe, expect, it } from '@jest/globals';
import { judge, leftAside, snapshot } from '../../support/snapshots.js';
import { CARGO, hintsOf } from './support.js';

describe('memory-limits', () => {
  it('hints at what measures memory and at limits', () => {
    expect(
      hintsOf('memory-limits', 'use dhat::Alloc;\n#[global_allocator]\nstatic A: dhat::Alloc = dhat::Alloc;', {
        'docs/operations.md': '# Operations\n\nThe memory budget is 64 MB.\n',
        'compose.yaml': 'services:\n  parcel:\n    mem_limit: 64m\n',
        'deploy/parcel.yaml': 'resources:\n  limits:\n    memory: "64Mi"\n',
        'nixos/parcel.nix': '{ serviceConfig.MemoryMax = "64M"; }\n',
      }),
    ).toEqual([
      'compose.yaml:3 mentions `mem_limit`',
      'deploy/parcel.yaml:3 mentions `memory: "64Mi`',
      'docs/operations.md:3 mentions `memory budget`',
      'nixos/parcel.nix:1 mentions `MemoryMax`',
      'src/lib.rs:1 uses `dhat`',
    ]);
  });

  it('hints at nothing in files that are left aside', () => {
    const whole = snapshot({ 'Cargo.toml': CARGO, 'src/lib.rs': '', 'deploy/made.yaml': 'memory: 64Mi' });
    expect(judge('memory-limits', whole).hints).toHaveLength(1);
    expect(judge('memory-limits', leftAside(whole, 'deploy/made.yaml')).hints ?? []).toEqual([]);
  });

  describe('false alarms', () => {
    it.each([
      ['memory in passing', { 'README.md': 'Stores parcels in memory. Memory: in-process.' }],
      ['nothing', {}],
    ])('hints at nothing with %s', (_, texts) => expect(hintsOf('memory-limits', '', texts)).toEqual([]));
  });
});
