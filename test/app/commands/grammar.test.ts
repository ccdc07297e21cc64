import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findCommands } from '../../../src/app/commands/grammar.js';

const spoken = (comment: string) => findCommands(comment, '/cim').map(({ name, words }) => [name, ...words].join(' '));

describe('a command in a comment', () => {
  it.each([
    ['alone', '/cim status', ['status']],
    ['with words', '/cim  reassess readme   adr', ['reassess readme adr']],
    ['without a name', '/cim', ['help']],
    ['in capitals', '/CIM Status', ['status']],
    ['below other lines', 'Thank you.\nOnce more:\n/cim reassess', ['reassess']],
    ['in a paragraph of its own', 'Thank you.\n\n/cim reassess\n\nBye.', ['reassess']],
    ['by Windows', 'Thank you.\r\n/cim reassess\r\n/cim status\r\n', ['reassess', 'status']],
    ['after something in code', 'Of `x`:\n/cim explain readme', ['explain readme']],
    ['with something in code', '/cim explain `readme`', ['explain `readme`']],
    ['indented by a little', '   /cim status', ['status']],
  ])('%s', (_, comment, commands) => expect(spoken(comment)).toEqual(commands));

  it.each([
    ['in a sentence', 'Comment /cim status.'],
    ['in a fence', '```\n/cim status\n```'],
    ['in a fence that does not end', '~~~\n/cim status'],
    ['in a quote', '> /cim status'],
    ['in a lazy line of a quote', '> said:\n/cim status'],
    ['in code by indentation', 'So:\n\n    /cim status'],
    ['in HTML', '<!--\n/cim status\n-->'],
    ['in a list', '- /cim status'],
    ['in a heading', '# /cim status'],
    ['of another name', '/cimbal status'],
    ['within a path', '/cim/status'],
    ['in code that goes over lines', '`see\n/cim status`'],
  ])('not %s', (_, comment) => expect(spoken(comment)).toEqual([]));

  it('has the prefix of the standard or of the organization', () => {
    expect(findCommands('/acme status\n/cim help', '/acme').map(({ name }) => name)).toEqual(['status']);
  });

  it('of any text is read the same each time, and begins with what was asked', () => {
    const piece = fc.constantFrom('/cim', ' ', '\n', '> ', '```', '`', 'status', '    ', '- ', '<!--', '*', '[', ']');
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece).map(all => all.join('')),
        ),
        text => {
          for (const { line } of findCommands(text, '/cim')) expect(line).toMatch(/^\/cim(\s|$)/i);
          expect(findCommands(text, '/cim')).toEqual(findCommands(text, '/cim'));
        },
      ),
    );
  });
});

it('reads the longest comment that GitHub takes, so that an edit of it does not make old commands new', () => {
  expect(findCommands(`/cim help\n\n${'😀'.repeat(65_500)}`, '/cim')).toHaveLength(1);
});
