import { describe, expect, it } from '@jest/globals';
import { judge, snapshot } from '../../support/snapshots.js';
import { CI, of, run, steps } from './support.js';

describe('registry-notification', () => {
  it('is met where this app tells the registry', () => {
    expect(judge('registry-notification', snapshot({}), { notifiesRegistry: true }).status).toBe('met');
  });

  it.each([
    [steps('- uses: peter-evans/repository-dispatch@v3', '  with: { event-type: x }'), 'this repository'],
    [run('nats pub orders.created "{}"'), 'orders.created'],
    [run('gh api repos/cim/website/dispatches'), 'cim/website'],
    [run('gh api repos/cim/cim/releases'), 'no job notifies the registry'],
  ])('is unmet (%#)', (workflow, message) => {
    expect(of('registry-notification', workflow)).toMatchObject({
      status: 'unmet',
      evidence: [{ path: CI, message: expect.stringContaining(message) }],
    });
  });

  it('is unknown where the address is a secret', () => {
    const workflow = steps(
      '- uses: peter-evans/repository-dispatch@v3',
      '  with: { repository: "${{ vars.REGISTRY }}", event-type: x }',
    );
    expect(of('registry-notification', workflow)).toMatchObject({ status: 'unknown' });
  });

  describe('false alarms', () => {
    it.each([
      run('gh api repos/cim/cim/dispatches -f event_type=module-updated'),
      run('curl -X POST -d "{}" https://api.github.com/repos/${{ github.repository_owner }}/cim/dispatches'),
      run('nats pub "cim.module.${{ github.event.repository.name }}.updated" "{}"'),
      steps(
        '- uses: actions/github-script@v7',
        '  with:',
        '    script: |',
        "      await github.rest.repos.createDispatchEvent({ owner: 'cim', repo: 'cim', event_type: 'x' })",
      ),
      steps(
        '- uses: peter-evans/repository-dispatch@v3',
        '  with: { repository: "${{ github.repository_owner }}/cim", event-type: x }',
      ),
    ])('is met (%#)', workflow => {
      expect(of('registry-notification', workflow)).toMatchObject({ status: 'met' });
    });
  });
});
