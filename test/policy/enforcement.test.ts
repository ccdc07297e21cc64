import { describe, expect, it } from '@jest/globals';
import { effectiveEnforcement } from '../../src/policy/enforcement.js';
import type { Registry } from '../../src/snapshot/github.js';
import { snapshot } from '../support/snapshots.js';

const registry = (status?: string): Registry => ({
  ...(status === undefined ? {} : { module: { status } }),
  dependencies: new Map(),
});
const cimYaml = (status: string) => ({ 'cim.yaml': `module:\n  name: cim-x\n  status: ${status}\n` });

describe('enforcement', () => {
  it('is what the policy says', () => {
    expect(effectiveEnforcement({ enforcement: 'report' }, snapshot(cimYaml('production')))).toBe('report');
  });

  it('is strict for production modules, and a ratchet for others', () => {
    expect(effectiveEnforcement({}, snapshot({}, { registry: registry('production') }))).toBe('strict');
    expect(effectiveEnforcement({}, snapshot({}, { registry: registry('development') }))).toBe('ratchet');
    expect(effectiveEnforcement({}, snapshot({}))).toBe('ratchet');
  });

  it('goes by the registry before a module’s own word', () => {
    expect(effectiveEnforcement({}, snapshot(cimYaml('production'), { registry: registry('development') }))).toBe(
      'ratchet',
    );
    expect(effectiveEnforcement({}, snapshot(cimYaml('production'), { registry: registry() }))).toBe('strict');
    expect(effectiveEnforcement({}, snapshot(cimYaml('development')))).toBe('ratchet');
  });
});
