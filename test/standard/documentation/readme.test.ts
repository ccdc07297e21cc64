import { describe, expect, it } from '@jest/globals';
import {
  add,
  both,
  changedBy,
  type Edit,
  edit,
  judge,
  READY_TEXTS,
  remove,
  snapshot,
} from '../../support/snapshots.js';

describe('readme', () => {
  const of = (change: Edit) => judge('readme', snapshot(change(READY_TEXTS)));
  const readme = (text: string, path = 'README.md') => of(both(remove('README.md'), add(path, text)));
  const gaps = (text: string) => readme(text).evidence.map(({ message }) => message.split(':')[0]);
  /** A README with all five parts, but for what replaces one of them. */
  const parts = (given: Partial<Record<'title' | 'purpose' | 'installation' | 'usage' | 'api' | 'license', string>>) =>
    [
      given.title ?? '# cim-parcel',
      given.purpose ?? 'Follows parcels from order to door.',
      given.installation ?? '## Installation\n\n`cargo add cim-parcel`',
      given.usage ?? '## Usage\n\n```sh\nparcel follow 42\n```',
      given.api ?? 'See [the docs](https://docs.rs/cim-parcel).',
      given.license ?? '## License\n\nMIT',
    ].join('\n\n');

  it('is met by the ready module, and shows where each part is', () => {
    const lines = (READY_TEXTS['README.md'] ?? '').split('\n');
    const at = (start: string, message: string, above = 0) => ({
      path: 'README.md',
      line: lines.findIndex(each => each.startsWith(start)) + 1 + above,
      message,
    });
    expect(judge('readme', snapshot(READY_TEXTS))).toMatchObject({
      status: 'met',
      evidence: [
        at('Follows the parcels', 'purpose'),
        at('[dependencies]', 'installation', -1),
        at('use cim_parcel::', 'usage', -1),
        at('[![docs]', 'API documentation'),
        at('## License', 'license'),
      ],
    });
  });

  it('is what a README without its license changes, and nothing else', () => {
    const bare = both(
      edit('README.md', /\[licence-badge\]: .*\n/, ''),
      edit('README.md', ' [![licence][licence-badge]](#license)', ''),
      edit('README.md', '## License\n\nMIT or Apache-2.0, as you like.\n', ''),
    );
    expect(changedBy(bare)).toEqual({ readme: 'unmet' });
    expect(of(bare).evidence).toEqual([
      { kind: 'no-license', path: 'README.md', line: 1, message: 'no license: add a section `License` that names it' },
    ]);
  });

  it('goes on behind a remark in bold, but not behind a section in bold', () => {
    const prose = 'Follows parcels from order to door.';
    expect(readme(parts({ purpose: `**STATUS: beta**\n\n${prose}` })).status).toBe('met');
    expect(readme(parts({ purpose: `**Installation**\n\n${prose}` })).status).toBe('unmet');
  });

  it.each([
    ['no purpose', parts({ purpose: 'Coming soon.' })],
    [
      'no installation',
      parts({ installation: '## Installation\n\nAs usual.', usage: '## Usage\n\n    parcel follow 42' }),
    ],
    [
      'no installation',
      parts({
        installation: '',
        usage: '## Example\n\n```rust\nfn main() { parcels::run("cargo publish"); }\n```',
      }),
    ],
    ['no usage', parts({ usage: '## Usage\n\nEasy.' })],
    ['no usage', parts({ usage: '## Publishing\n\n```sh\ncargo publish\n```\n\n## Types\n\n```rust\nstruct A;\n```' })],
    ['no link to the API documentation', parts({ api: 'See [the docs](https://docs.rs/cim-freight).' })],
    ['no link to the API documentation', parts({ api: 'See [the API](docs/api.md).' })],
    ['no link to the API documentation', parts({ api: '[Docs](https://github.com/docs)' })],
    ['no link to the API documentation', parts({ api: '[NATS documentation](https://docs.nats.io/)' })],
    ['no license', parts({ license: '## Thanks\n\nTo all who helped.' })],
    ['no license', parts({ license: '```md\n## License\n\nMIT\n```' })],
    ['no usage', parts({ usage: '```sh\n## Usage\n```\n\n## Testing\n\n```sh\ncargo test\n```' })],
  ])('finds %s', (gap, text) => {
    expect(gaps(text)).toEqual([gap]);
  });

  it.each([
    ['a link to a style guide', 'Names follow our [style guide](docs/style.md).'],
    ['a style guide of its own', '## Style guide\n\n```rust\nlet g = 1;\n```'],
    ['how to contribute', '## How to contribute\n\n```sh\ngit push\n```'],
    ['a guide for contributors', '## Usage\n\nRead the [contributing guide](docs/style.md).'],
    ['a guide to another version', 'See the [migration guide](docs/style.md).'],
    ['a document without code', '## Usage\n\nRead [the guide](docs/empty.md).'],
  ])('does not take %s for usage', (_, usage) => {
    const rest = both(add('docs/style.md', '```rust\nlet g = 1;\n```'), add('docs/empty.md', '# Words'));
    const finding = of(both(add('README.md', parts({ usage })), rest));
    expect(finding.evidence.map(({ message }) => message.split(':')[0])).toEqual(['no usage']);
  });

  it('names the section that ought to tell a part', () => {
    expect(readme(parts({ usage: '## Usage\n\nEasy.' })).evidence).toMatchObject([{ path: 'README.md', line: 9 }]);
  });

  it('judges README.md of two that differ in case, and finds the pair', () => {
    expect(changedBy(add('readme.md', 'Old.'))).toEqual({ readme: 'unmet' });
    expect(of(add('readme.md', 'Old.')).evidence).toMatchObject([{ path: 'readme.md', line: 1 }]);
  });

  it('finds that there is none, but takes any case', () => {
    expect(of(remove('README.md'))).toMatchObject({
      status: 'unmet',
      evidence: [{ message: 'no README at the root: add `README.md`' }],
    });
    expect(readme(parts({}), 'ReadMe.markdown').status).toBe('met');
  });

  it('reads other formats by their words', () => {
    const rst =
      'cim-parcel\n==========\n\nFollows parcels from order to door.\n\nInstallation\n------------\n\n::\n\n    cargo add cim-parcel\n\nUse it so::\n\n    parcel 42\n\nSee https://docs.rs/cim-parcel. MIT license.\n';
    expect(readme(rst, 'README.rst').status).toBe('met');
    expect(readme(rst, 'README').status).toBe('met');
    expect(readme('cim-parcel\n', 'README.txt').status).toBe('unmet');
  });

  it('is unknown where the README is too much to read', () => {
    expect(readme('>'.repeat(20_000))).toMatchObject({
      status: 'unknown',
      message: 'README.md was not read: its blocks are nested too deeply',
    });
  });

  it('asks for any document where there is no library', () => {
    const text = parts({ api: '## Documentation\n\n- [Guide](doc/guide.md)' });
    const template = { 'README.md': text, 'doc/guide.md': '# Guide' };
    expect(judge('readme', snapshot(template)).status).toBe('met');
    expect(judge('readme', snapshot({ 'README.md': text })).status).toBe('unmet');
  });

  describe('false alarms', () => {
    it('takes a sentence in bold under the title for prose', () => {
      const purpose = '**Parcels, from a clean architecture to your door.**\n\nAnd more.';
      expect(readme(parts({ purpose })).status).toBe('met');
    });
    it.each([
      ['a setext title', parts({ title: 'cim-parcel\n==========' })],
      [
        'an HTML title with badges',
        parts({
          title:
            '<h1 align="center">\n  cim-parcel\n</h1>\n<p align="center"><a href="https://x"><img src="b.svg"></a></p>',
        }),
      ],
      ['prose in HTML', parts({ purpose: '<p align="center">\n<em>Follows parcels from order to door.</em>\n</p>' })],
      ['a subtitle', parts({ purpose: '## Follows parcels from order to door' })],
      ['an overview further down', parts({ purpose: '## Overview\n\nFollows parcels from order to door.' })],
      ['no title', parts({ title: '' })],
      ['badges before the title', parts({ title: '[![b](b.svg)](https://x)\n\n# cim-parcel' })],
      ['a comment that looks like a heading', parts({ title: '# cim-parcel\n\n<!--\n# not yet\n-->' })],
      ['Getting started', parts({ installation: '', usage: '## Getting started\n\n```sh\ncargo build\n```' })],
      ['Quickstart', parts({ installation: '', usage: '## 🚀 Quickstart\n\n```console\n$ nix run\n```' })],
      [
        'a dependency snippet without a heading',
        parts({ installation: '```toml\n[dependencies]\ncim-parcel = "1"\n```' }),
      ],
      ['a snippet of one line', parts({ installation: '```toml\ncim-parcel = { version = "1" }\n```' })],
      [
        'usage in a summary',
        parts({ usage: '<details>\n<summary>Example</summary>\n\n```sh\nparcel 42\n```\n\n</details>' }),
      ],
      ['usage without a heading', parts({ usage: '```rust\nuse cim_parcel::Parcel;\n```' })],
      ['usage in HTML', parts({ usage: '<h2>Usage</h2>\n<pre>parcel follow 42</pre>' })],
      ['usage in bold', parts({ usage: '**Usage**\n\n    parcel follow 42' })],
      ['what one does with it', parts({ usage: '## Sending a parcel\n\n```rust\nbus.send(parcel)?;\n```' })],
      ['a guide of the repository', parts({ usage: 'See the [user guide](docs/decisions/../../GUIDE.md).' })],
      ['a document that its section links', parts({ usage: '## Usage\n\nRead [what to type](GUIDE.md).' })],
      [
        'a badge behind references',
        parts({ api: '[![docs][badge]][docs]\n\n[badge]: b.svg\n[docs]: https://docs.rs/cim-parcel/1.2.0' }),
      ],
      ['a badge of docs.rs', parts({ api: '![docs](https://img.shields.io/docsrs/cim_parcel)' })],
      ['a link in HTML', parts({ api: '<a href="https://docs.rs/cim-parcel"><img src="b.svg"></a>' })],
      ['documentation at an address of its own', parts({ api: '[Documentation](https://cim-parcel.example/docs)' })],
      ['rendered documentation', parts({ api: '[docs](https://cim.github.io/cim-parcel/cim_parcel/index.html)' })],
      ['a document about the API', parts({ api: '[API](./docs/API.md#parcel)' })],
      ['cargo doc', parts({ api: 'Run `cargo doc --open`.' })],
      ['a license badge', parts({ license: '[![x](https://img.shields.io/crates/l/cim-parcel)](LICENSE)' })],
      ['a license in a sentence', parts({ license: '<sub>\nLicensed under the Apache License, Version 2.0.\n</sub>' })],
      ['a link to the license file', parts({ license: '## Legal\n\nSee [here](LICENSE-MIT).' })],
    ])('is met with %s', (_, text) => {
      const rest = both(add('docs/API.md', '# API'), add('GUIDE.md', '```sh\nparcel 42\n```'));
      expect(of(both(add('README.md', text), rest))).toMatchObject({ status: 'met' });
    });
  });
});
