import { describe, expect, it } from '@jest/globals';
import { readPlanningDocument } from '../../src/facts/planning/document.js';
import { nameFinder } from '../../src/fleet/named-in-tasks.js';
import { CIM_STANDARD } from '../../src/standard/cim.js';

function named(task: string) {
  const [area] = readPlanningDocument('TASKS.md', `# Mill tasks\n## Pumps\n- [ ] ${task}\n`).areas;
  const [item] = area?.items ?? [];
  if (!item) throw new Error('no task');
  return nameFinder(CIM_STANDARD, ['cim-mill', 'cim-mill-race'])(item);
}

describe('a task', () => {
  it('names a criterion by its ID or its title', () => {
    const { title } = CIM_STANDARD.criterion('linear-history') ?? { title: '' };
    expect(named('Mend linear-history').criteria).toEqual(['linear-history']);
    expect(named('Write the `readme`').criteria).toEqual(['readme']);
    expect(named(`**${title}**`).criteria).toEqual(['linear-history']);
  });

  it('that only sounds like a criterion names none', () => {
    expect(named('Write a readme for the pump').criteria).toEqual([]);
    expect(named('A linear history would be nice').criteria).toEqual([]);
  });

  it('names the modules that are known', () => {
    expect(named('Release cim-mill-race, then CIM-Mill').modules).toEqual(['cim-mill-race', 'cim-mill']);
    expect(named('Release cim-mill-wheel').modules).toEqual([]);
  });
});
