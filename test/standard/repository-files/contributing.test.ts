import { describe, expect, it } from '@jest/globals';
import { add, both, remove } from '../../support/snapshots.js';
import { describeCommunityFile } from './community-file.js';
import { of } from './support.js';

describe('contributing', () => {
  describeCommunityFile('contributing', 'CONTRIBUTING.md', 'Run `cargo test`.\n');

  it.each([
    ['how to submit a change', 'Run `cargo test`.\n', 1],
    ['how to build or test', 'Open a pull request.\n', 1],
    ['either', 'Hello!\n', 2],
  ])('is unmet where it does not say %s', (_, text, count) => {
    expect(of('contributing', add('CONTRIBUTING.md', text)).evidence).toHaveLength(count);
  });

  it.each([
    'Please make sure that your change is small. Good tests are welcome.',
    'Just open a pull request.',
    'make it small, please',
    'Tests and builds run in CI.',
    '- make a fork\n- just send a patch',
    'Format with `cargo fmt`.',
  ])('takes the English of %j for no command', text => {
    const said = of('contributing', add('CONTRIBUTING.md', `# Contributing\n\n${text}\n\nOpen a pull request.\n`));
    expect(said.evidence.map(({ message }) => message)).toEqual([
      '`CONTRIBUTING.md` does not say how to build or test',
    ]);
  });

  it('reads a text that is no Markdown by its lines', () => {
    const text = (line: string) =>
      of('contributing', both(remove('CONTRIBUTING.md'), add('CONTRIBUTING.txt', `Open a pull request.\n\n${line}\n`)));
    expect(text('  make test').status).toBe('met');
    expect(text('Please make tests.').status).toBe('unmet');
  });

  describe('false alarms', () => {
    it.each([
      'Run `make test` first.',
      'Run `just`.',
      '```sh\n$ git clone x\n$ cd x && RUST_LOG=info cargo +nightly test --all\n```',
      '    make check\n',
      'First:\n\nmake test\n',
      '- `nix develop -c cargo build`',
      'Run `./scripts/test.sh`, and look.',
      '<code>npm run test</code>',
      'Run cargo test before.',
    ])('reads the command in %j', text => {
      expect(
        of('contributing', add('CONTRIBUTING.md', `# Contributing\n\n${text}\n\nOpen a pull request.\n`)).status,
      ).toBe('met');
    });
    it('reads on in a document that it links to', () => {
      const pointer = both(
        add('CONTRIBUTING.md', 'See [the guide](docs/guide.md).\n'),
        add('docs/guide.md', 'Run `cargo test` and open a pull request.\n'),
      );
      expect(of('contributing', pointer).status).toBe('met');
    });
  });
});
