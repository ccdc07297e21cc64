import { describe, expect, it } from '@jest/globals';
import { read } from '../../../src/snapshot/reading.js';
import { add, both, changedBy, edit, judge, READY_TEXTS, remove } from '../../support/snapshots.js';
import { of, withFiles } from './support.js';

const MIT = READY_TEXTS['LICENSE-MIT'] ?? '';
const APACHE = READY_TEXTS['LICENSE-APACHE'] ?? '';

describe('license', () => {
  const only = (name: string, text: string) => both(remove('LICENSE-MIT'), remove('LICENSE-APACHE'), add(name, text));
  const declares = (expression: string) => edit('Cargo.toml', 'MIT OR Apache-2.0', expression);

  it('is met by both texts of a dual licence', () => {
    expect(of('license')).toMatchObject({
      status: 'met',
      evidence: [{ path: 'LICENSE-APACHE' }, { path: 'LICENSE-MIT' }],
    });
  });

  it.each([
    ['no file', both(remove('LICENSE-MIT'), remove('LICENSE-APACHE')), [{ message: /add `LICENSE-APACHE`/ }]],
    ['one text of a dual licence', remove('LICENSE-APACHE'), [{ path: 'Cargo.toml', line: 7 }]],
    ['an expression that says another', declares('GPL-3.0-only'), [{ path: 'Cargo.toml', line: 7 }]],
    ['an expression that is none', declares('Apache 2'), [{ path: 'Cargo.toml', line: 7 }]],
    [
      'a notice',
      only('LICENSE', 'Licensed under the MIT License; see https://opensource.org/license/mit.\n'),
      [{ path: 'LICENSE' }],
    ],
    ['a license that is cut', only('LICENSE', MIT.slice(0, MIT.length / 2)), [{ path: 'LICENSE' }]],
  ])('is unmet with %s', (_, change, evidence) => {
    const found = of('license', change);
    expect(found.status).toBe('unmet');
    for (const [index, { message, ...place }] of evidence.map(each => ({ message: /./, ...each })).entries()) {
      expect(found.evidence[index]).toMatchObject(place);
      expect(found.evidence[index]?.message).toMatch(message);
    }
  });

  it('is unknown where the only file was not read', () => {
    const unreadable = withFiles(({ entries }) => {
      const all = new Map(entries);
      for (const name of ['LICENSE-MIT', 'LICENSE-APACHE']) {
        const entry = all.get(name);
        if (entry) all.set(name, { ...entry, text: { read: false, reason: 'it is missing' } });
      }
      return { entries: all };
    });
    expect(judge('license', unreadable).status).toBe('unknown');
  });

  it('is changed alone by a text that is missing', () => {
    expect(changedBy(remove('LICENSE-APACHE'))).toEqual({ license: 'unmet' });
  });

  describe('false alarms', () => {
    it.each([
      [
        'LICENSE.md, as Markdown',
        both(only('LICENSE.md', `# MIT\n\n${MIT.replace('MIT License', '')}`), declares('MIT')),
      ],
      ['LICENCE, wrapped otherwise', both(only('LICENCE', MIT.replace(/(\S)\n(?=\S)/g, '$1 ')), declares('MIT'))],
      ['COPYING, without a title', both(only('COPYING', MIT.split('\n').slice(4).join('\n')), declares('MIT'))],
      [
        'many holders',
        both(
          only('LICENSE', MIT.replace(/Copyright.*/, 'Copyright (c) 2001 A\nCopyright (c) 2002-2026 B\n')),
          declares('MIT'),
        ),
      ],
      [
        'Apache’s text without its appendix',
        both(only('LICENSE', APACHE.slice(0, APACHE.indexOf('APPENDIX'))), declares('Apache-2.0')),
      ],
      ['both in one file', only('LICENSE', `${MIT}\n\n${APACHE}`)],
      ['the form of REUSE', both(only('LICENSES/MIT.txt', MIT), add('LICENSES/Apache-2.0.txt', APACHE))],
      ['Cargo’s old slash', declares('MIT/Apache-2.0')],
      [
        'a third license besides',
        both(declares('Unlicense OR MIT'), remove('LICENSE-APACHE'), add('UNLICENSE', 'public domain\n')),
      ],
      ['no expression', edit('Cargo.toml', /license = .*\n/, '')],
    ])('is met with %s', (_, change) => {
      expect(of('license', change).status).toBe('met');
    });
    it('follows a link', () => {
      const linked = withFiles(({ entries }) => {
        const all = new Map(entries);
        const entry = all.get('LICENSE-MIT');
        if (entry) {
          all.set('docs/MIT', { ...entry, path: 'docs/MIT' });
          all.set('LICENSE-MIT', { ...entry, mode: 'symlink', text: read('docs/MIT') });
        }
        return { entries: all };
      });
      expect(judge('license', linked).status).toBe('met');
    });
  });
});
