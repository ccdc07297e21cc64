/** The files of a new criterion: its own, its section's list, and its examples. */

/**
 * Gives each file's path and text.
 * @param index the text of the section's `index.ts`
 * @throws Error if the ID is not one, or if the section has it already
 */
export function scaffold(section: string, id: string, index: string): ReadonlyMap<string, string> {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id))
    throw new Error(`\`${id}\`: an ID is lower-case words joined by hyphens`);
  const name = id.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  if (index.includes(`'./${id}.js'`)) throw new Error(`${section} has the criterion \`${id}\` already`);
  return new Map([
    [`src/standard/${section}/${id}.ts`, criterionText(id, name)],
    [`src/standard/${section}/index.ts`, listed(index, id, name)],
    [`test/standard/${section}/${id}.test.ts`, examplesText(id)],
  ]);
}

/** The section's list with the criterion at its end. */
function listed(index: string, id: string, name: string): string {
  const lines = index.split('\n');
  const own = `import { ${name} } from './${id}.js';`;
  const before = lines.findIndex(
    line => /from '\.\/.+\.js';$/.test(line) && (line.split("'./")[1] ?? '') > `${id}.js';`,
  );
  const last = lines.findLastIndex(line => line.startsWith('import '));
  lines.splice(before < 0 ? last + 1 : before, 0, own);
  return lines.join('\n').replace(/(criteria: \[[^\]]*?),?(\s*)\]/, `$1, ${name}$2]`);
}

function criterionText(id: string, name: string): string {
  return `import { criterion, unknown } from '../criterion.js';

export const ${name} = criterion({
  id: '${id}',
  title: '',
  severity: 'should',
  kind: 'automatic',
  rationale: '',
  looksAt: '',
  remediation: '',
  example: { met: '', unmet: '' },
  needs: ['files'],
  check: () => unknown('not written yet'),
});
`;
}

function examplesText(id: string): string {
  return `import { describe, expect, it } from '@jest/globals';
import { judge, READY_TEXTS, snapshot } from '../../support/snapshots.js';

describe('${id}', () => {
  it('is met by the ready module', () => {
    expect(judge('${id}', snapshot(READY_TEXTS)).status).toBe('met');
  });

  it('is unmet without files', () => {
    expect(judge('${id}', snapshot({})).status).toBe('unmet');
  });

  describe('false alarms', () => {
    it('is met by good code that a naive reading would fail', () => {
      expect(judge('${id}', snapshot({ 'README.md': '' })).status).toBe('met');
    });
  });
});
`;
}
