/**
 * Each criterion has its texts, a file of its own, and examples of its own beside it: what meets it, what does not, and in a block
 * `false alarms` what a naive reading would fail. No code decides an attested criterion: its examples are hints.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { scaffold } from '../../scripts/criterion-scaffold.js';
import { STANDARDS } from '../../src/standard/all.js';
import { CIM_STANDARD } from '../../src/standard/cim.js';
import type { Criterion } from '../../src/standard/criterion.js';

const ROOT = join(import.meta.dirname, '..', '..');

function textOf(path: string): string | undefined {
  try {
    return readFileSync(join(ROOT, path), 'utf8');
  } catch {
    return undefined;
  }
}

/** What the tests of a criterion lack. */
function lacking(id: string, text: string, isAttested: boolean): string[] {
  const [, alarms = ''] = text.split("describe('false alarms', () => {");
  const has = (pattern: RegExp) => pattern.test(text);
  return [
    ...(text.includes(`describe('${id}'`) ? [] : [`\`describe('${id}', …)\``]),
    ...(isAttested || has(/\bmet'/) || has(/describeCommunityFile\(/) ? [] : ['an example that meets it']),
    ...(isAttested || has(/\bunmet'/) || has(/describeCommunityFile\(/) ? [] : ['an example that does not meet it']),
    ...(!isAttested || has(/hints/) ? [] : ['an example with a hint']),
    ...(/\bit[.(]/.test(alarms) ? [] : ["`describe('false alarms', …)` with an example"]),
  ];
}

/** The texts of a criterion that are missing or do not have the form that reports need. */
function unfinishedTexts({ title, rationale, looksAt, remediation, example }: Criterion): string[] {
  const sentences = { rationale, looksAt, remediation };
  return [
    ...(/\S/.test(title) && !title.endsWith('.') ? [] : ['`title` must be a claim without a period']),
    ...Object.entries(sentences)
      .filter(([, text]) => !/[.`]$/.test(text))
      .map(([name]) => `\`${name}\` must end with a period or code`),
    ...(/\S/.test(example.met) ? [] : ['`example.met` is empty']),
    ...(/\S/.test(example.unmet) ? [] : ['`example.unmet` is empty']),
  ];
}

/** Each criterion, with the folder of its section; those of another standard than CIM's are in the folder of the standard. */
const ALL = STANDARDS.flatMap(({ docs, sections }) =>
  sections.flatMap(({ id, criteria }) =>
    criteria
      .filter(each => docs === CIM_STANDARD.docs || !CIM_STANDARD.criteria.includes(each))
      .map(each => [each.id, docs === CIM_STANDARD.docs ? id : docs, each] as const),
  ),
);

describe.each(ALL)('%s', (id, section, each) => {
  it('has every text', () => {
    expect(unfinishedTexts(each)).toEqual([]);
  });

  it('has a file of its name in the folder of its section', () => {
    expect(textOf(`src/standard/${section}/${id}.ts`)).toContain(`\n  id: '${id}',\n`);
  });

  it('has examples of its own', () => {
    const path = `test/standard/${section}/${id}.test.ts`;
    const text = textOf(path);
    expect(text === undefined ? [path] : lacking(id, text, each.kind === 'attested')).toEqual([]);
  });
});

describe('a new criterion', () => {
  const index = textOf('src/standard/nats/index.ts') ?? '';
  const files = scaffold('nats', 'nats-streams', index);

  it('gets its file, its place in the section, and its examples', () => {
    expect([...files.keys()]).toEqual([
      'src/standard/nats/nats-streams.ts',
      'src/standard/nats/index.ts',
      'test/standard/nats/nats-streams.test.ts',
    ]);
    expect(files.get('src/standard/nats/index.ts')).toContain("import { natsStreams } from './nats-streams.js';\n");
    expect(files.get('src/standard/nats/index.ts')).toMatch(/criteria: \[[^\]]*, natsStreams,?\s*\]/);
  });

  it('has every kind of example', () => {
    expect(lacking('nats-streams', files.get('test/standard/nats/nats-streams.test.ts') ?? '', false)).toEqual([]);
    expect(lacking('nats-streams', '', false)).toHaveLength(4);
  });

  it.each(['Streams', 'nats_streams', '', 'nats-'])('is not called %j', id => {
    expect(() => scaffold('nats', id, index)).toThrow('lower-case words joined by hyphens');
  });
});
