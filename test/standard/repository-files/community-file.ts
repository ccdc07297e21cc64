/** What holds for every community file. */
import { expect, it } from '@jest/globals';
import { add, both, changedBy, READY_TEXTS, remove, type Texts } from '../../support/snapshots.js';
import { of } from './support.js';

/** The part that holds the organization's files. */
export const organization = (texts: Texts) => ({ organization: { files: new Map(Object.entries(texts)) } });

/**
 * The examples of a community file: the ready module has it.
 * @param name where it stands
 * @param empty a text that says too little
 */
export function describeCommunityFile(id: string, name: string, empty: string): void {
  const text = READY_TEXTS[name] ?? '';

  it('is met by a file at the root, in .github or docs, in any case and with either dash', () => {
    expect(of(id)).toMatchObject({ status: 'met', evidence: [{ path: name }] });
    for (const other of [
      `.github/${name.toLowerCase()}`,
      `docs/${name}`,
      name.replaceAll('_', '-').replace('.md', '.txt'),
      name.replace('.md', ''),
    ])
      expect(of(id, both(remove(name), add(other, text))).status).toBe('met');
  });

  it('is unmet by one that says too little', () => {
    expect(of(id, add(name, empty))).toMatchObject({ status: 'unmet', evidence: [{ path: name, line: 1 }] });
    expect(changedBy(add(name, empty))).toEqual({ [id]: 'unmet' });
  });

  it('is unknown where it is absent and the organization was not read', () => {
    expect(of(id, remove(name)).status).toBe('unknown');
  });

  it('is decided by the organization’s where it is absent', () => {
    expect(of(id, remove(name), organization({ [name]: text })).status).toBe('met');
    expect(of(id, remove(name), organization({ [name]: empty })).status).toBe('unmet');
    expect(of(id, remove(name), organization({}))).toMatchObject({ status: 'unmet' });
  });
}
