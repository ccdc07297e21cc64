import { findReadmes, type ReadmePart, readmeParts } from '../../facts/documents/readme.js';
import { readDocument } from '../../formats/markdown/document.js';
import { type Files, readText } from '../../snapshot/files.js';
import { type Context, criterion, type Outcome, type Problem, unknown, unmet, metOrUnmet } from '../criterion.js';
import { packagesInScope } from '../shared/scope.js';

const ABSENT: Readonly<Record<ReadmePart, Problem>> = {
  purpose: {
    kind: 'no-purpose',
    message: 'no purpose: say in a sentence, directly under the title, what the module is for',
  },
  installation: {
    kind: 'no-installation',
    message: 'no installation: add a section `Installation` with `cargo add …` or the snippet for Cargo.toml',
  },
  usage: { kind: 'no-usage', message: 'no usage: add a section `Usage` with a short example in a code block' },
  'API documentation': {
    kind: 'no-api-documentation',
    message: 'no link to the API documentation: link to docs.rs, or mention `cargo doc --open`',
  },
  license: { kind: 'no-license', message: 'no license: add a section `License` that names it' },
};

export const readme = criterion({
  id: 'readme',
  title: 'The README covers purpose, installation, usage, API documentation, and license',
  severity: 'must',
  kind: 'automatic',
  rationale:
    'The README is what people see first. From it, they decide whether to use the module or to write their own.',
  looksAt:
    'The README at the root. It must have prose under the title (or a section such as Overview), a section such as Installation with a command or a Cargo snippet, a section such as Usage with a code block, a link to the API documentation (docs.rs of this crate, a site, a document that exists in the repository, or `cargo doc`; without a library, any document that exists in the repository), and a section, sentence, or badge that names the license.',
  looksNotAt:
    'Whether the text is true or well written. In a README that is not Markdown, only the words are searched.',
  remediation:
    'Add the missing parts to `README.md`: a sentence directly under the title; `## Installation` with `cargo add NAME`; `## Usage` with an example in a code block; a link to `https://docs.rs/NAME`; `## License` with its name. If two READMEs have names that differ only in case, keep `README.md` and delete the other: macOS and Windows can check out only one of them.',
  example: {
    met: '````markdown\n# cim-parcel\n\nFollows the parcels of a delivery from order to door.\n\n## Installation\n\n`cargo add cim-parcel`\n\n## Usage\n\n```rust\nlet parcel = cim_parcel::Parcel::order(20)?;\n```\n\nSee the [API documentation](https://docs.rs/cim-parcel).\n\n## License\n\nMIT or Apache-2.0.\n````',
    unmet: '```markdown\n# cim-parcel\n\nComing soon.\n```',
  },
  needs: ['files'],
  check: ({ files }, context) => judgeReadme(files, context),
});

function judgeReadme(files: Files, context: Context): Outcome {
  const [first, ...others] = findReadmes(files);
  if (!first)
    return unmet('there is no README', [{ kind: 'no-readme', message: 'no README at the root: add `README.md`' }]);
  const { path } = first;
  const twins = others
    .filter(other => other.path.toLowerCase() === path.toLowerCase())
    .map(other => ({
      kind: 'same-name-but-case',
      path: other.path,
      line: 1,
      message: `the name differs from ${path} only in case: keep one, because macOS and Windows cannot check out both`,
    }));
  const text = readText(files, path);
  const document = text.read ? readDocument(first, text.value) : text;
  if (!document.read) return unknown(`${path} was not read: ${document.reason}`);
  const packages = packagesInScope(files, context);
  const names = packages.map(({ name }) => name);
  const parts = readmeParts({
    files,
    readme: document.value,
    folder: '',
    names: [...names, ...(context.subject.repo ? [context.subject.repo] : [])],
    library: packages.some(({ targets }) => targets.some(({ kind }) => kind === 'lib')),
  });
  const problems = [...parts].flatMap(([part, found]): Problem[] =>
    found.told ? [] : [{ ...ABSENT[part], path, line: found.near ?? 1 }],
  );
  const missing = [...parts].flatMap(([part, found]) => (found.told ? [] : [part])).join(', ');
  return metOrUnmet({
    problems: [...problems, ...twins],
    met: `${path} has all 5 parts`,
    unmet: missing ? `${path} lacks ${missing}` : `the name of another README differs from ${path} only in case`,
    proof: [...parts].flatMap(([part, found]) => (found.told ? [{ path, line: found.line, message: part }] : [])),
  });
}
