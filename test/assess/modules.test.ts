import { describe, expect, it } from '@jest/globals';
import { assess } from '../../src/assess/assess.js';
import { modulesOf, policyIn } from '../../src/assess/modules.js';
import type { Subject } from '../../src/snapshot/snapshot.js';
import { CIM_STANDARD } from '../../src/standard/cim.js';
import { NOW, snapshot } from '../support/snapshots.js';
import { TWO_MODULES, WORKSPACE } from '../support/workspace.js';

const inRepository = (own: string, subject: Partial<Subject> = {}) =>
  snapshot(WORKSPACE, { policy: { own } }, { repo: 'cim-shop', ...subject });
const judged = (own: string, subject: Partial<Subject> = {}) => {
  const of = inRepository(own, subject);
  return modulesOf(of, policyIn(of, CIM_STANDARD).policy).map(({ name, packages, left }) => ({ name, packages, left }));
};

describe('the modules of a repository', () => {
  it('are the packages that the policy names, each with a policy of its own', () => {
    expect(judged(TWO_MODULES)).toEqual([
      { name: 'cim-parcel', packages: ['cim-parcel'], left: [] },
      { name: 'cim-order', packages: ['cim-order'], left: [] },
    ]);
  });

  it('are one module without a name where the policy names one, or none', () => {
    expect(judged('modules: [cim-order]\n')).toEqual([{ packages: ['cim-order'], left: [] }]);
    expect(judged('module: cim-order\n')).toEqual([{ packages: ['cim-order'], left: [] }]);
    expect(judged('')).toEqual([{ packages: ['cim-order', 'cim-parcel'], left: [] }]);
    expect(judged('', { repo: 'cim-parcel' })).toEqual([{ packages: ['cim-parcel'], left: ['cim-order'] }]);
  });

  it('leave out a package that does not exist, except in a change, which might have renamed it', () => {
    const own = 'modules: [cim-parcel, cim-order, cim-gone]\n';
    expect(judged(own).map(({ name }) => name)).toEqual(['cim-parcel', 'cim-order']);
    expect(judged(own, { base: 'b'.repeat(40) }).map(({ name }) => name)).toEqual([
      'cim-parcel',
      'cim-order',
      'cim-gone',
    ]);
    expect(judged('modules: [cim-gone, cim-lost]\n')).toEqual([{ packages: ['cim-order', 'cim-parcel'], left: [] }]);
  });

  it('have only the waivers for themselves and for all', () => {
    const waiver = (criterion: string, module: string) =>
      `  - { criterion: ${criterion}, ${module}reason: r, by: b, until: 2026-10-01 }\n`;
    const of = inRepository(
      `${TWO_MODULES}waivers:\n${waiver('license', '')}${waiver('changelog', 'module: cim-order, ')}`,
    );
    const waived = modulesOf(of, policyIn(of, CIM_STANDARD).policy).map(({ policy }) =>
      assess(of, CIM_STANDARD, policy, NOW).findings.flatMap(({ criterion, waiver: found }) =>
        found ? [criterion] : [],
      ),
    );
    expect(waived).toEqual([['license'], ['changelog', 'license']]);
  });
});
