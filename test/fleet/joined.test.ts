import { describe, expect, it } from '@jest/globals';
import { readPlanningDocument } from '../../src/facts/planning/document.js';
import { joiner } from '../../src/fleet/joined.js';
import { CIM_STANDARD } from '../../src/standard/cim.js';

function joined(task: string) {
  const [area] = readPlanningDocument('TASKS.md', `# Mill tasks\n## Pumps\n- [ ] ${task}\n`).areas;
  const [item] = area?.items ?? [];
  if (!item) throw new Error('no task');
  return joiner(CIM_STANDARD, ['cim-mill', 'cim-mill-race'])(item);
}

describe('a task', () => {
  it('is joined with a criterion by its ID or its title', () => {
    const { title } = CIM_STANDARD.criterion('linear-history') ?? { title: '' };
    expect(joined('Mend linear-history').criteria).toEqual(['linear-history']);
    expect(joined('Write the `readme`').criteria).toEqual(['readme']);
    expect(joined(`**${title}**`).criteria).toEqual(['linear-history']);
  });

  it('that only sounds like a criterion is not', () => {
    expect(joined('Write a readme for the pump').criteria).toEqual([]);
    expect(joined('A linear history would be nice').criteria).toEqual([]);
  });

  it('is joined with the modules that it names', () => {
    expect(joined('Release cim-mill-race, then CIM-Mill').modules).toEqual(['cim-mill-race', 'cim-mill']);
    expect(joined('Release cim-mill-wheel').modules).toEqual([]);
  });
});
