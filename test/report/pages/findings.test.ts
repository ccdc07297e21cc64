import { describe, expect, it } from '@jest/globals';
import { assess } from '../../../src/assess/assess.js';
import { DEFAULT_POLICY } from '../../../src/policy/policy.js';
import { Findings } from '../../../src/report/pages/findings.js';
import type { Site } from '../../../src/report/pages/site.js';
import { standardInForce } from '../../../src/standard/in-force.js';
import { standard } from '../../../src/standard/standard.js';
import { NOW, snapshot } from '../../support/snapshots.js';

const EMPTY = standard({ id: 'empty/v1', revision: 1, title: 'Empty', sections: [] });
const criteria = ['team', 'motto'].map(id => ({
  id,
  title: `The ${id} <is> named`,
  severity: 'must' as const,
  rationale: '',
  remediation: '',
  check: { kind: 'file' as const, paths: [`${id}.md`], exists: true },
}));
const policy = { ...DEFAULT_POLICY, criteria, effective: [{ criterion: 'motto', enforced: '2099-01-01' }] };
const site: Site = {
  standard: standardInForce(EMPTY, policy),
  version: '1.2.3',
  organization: 'acme',
  organizations: ['acme'],
  viewer: null,
  hasSignIn: false,
  address: '/',
  github: 'https://github.com',
  assets: { style: '', icon: '' },
};

describe("the findings of an organization's own criteria", () => {
  const page: { toString(): string } = Findings({ site, assessment: assess(snapshot({}), EMPTY, policy, NOW) });
  const html = page.toString();

  it('have a section of their own, and are marked', () => {
    const [own = '', announced = ''] = html.split('id="announced"');
    expect(own).toContain('id="organization"');
    expect(own).toContain('The team &lt;is&gt; named');
    expect(own).toContain('the organization&#39;s own');
    expect(own).not.toContain('motto');
    expect(announced).toContain('enforced from 2099-01-01');
    expect(announced).not.toContain('blocks');
  });
});
