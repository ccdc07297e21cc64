/** Files that every repository has, with nothing in them that only a person could know. */
import { communityFile } from '../facts/documents/community-files.js';
import { readText } from '../snapshot/files.js';
import { unread } from '../snapshot/reading.js';
import { type Declined, declined, type Fix, type FixContext, type Proposal } from './fix.js';
import { only } from './problems.js';

export const contributing: Fix = {
  criteria: ['contributing'],
  propose: context => {
    if (!lacks(context, 'CONTRIBUTING')) return declined('the file exists: complete it by hand');
    const test = context.packages.length > 0 ? 'cargo test' : 'nix flake check';
    const text = `# Contributing

1. Create a branch.
2. Make the change, with tests.
3. Run the tests: \`${test}\`.
4. Write commit messages as [Conventional Commits](https://www.conventionalcommits.org/en/v1.0.0/), such as \`fix: keep the order of events\`.
5. Open a pull request.
`;
    return { changes: [{ path: 'CONTRIBUTING.md', text }], summary: 'Add `CONTRIBUTING.md`' };
  },
};

export const securityPolicy: Fix = {
  criteria: ['security-policy'],
  propose(context): Proposal | Declined {
    const { owner, repo } = context.subject;
    if (owner === null || repo === null)
      return declined('the repository on GitHub is not known: name it with --repository OWNER/NAME');
    const how = `Do not report vulnerabilities in public issues. [Report a vulnerability in private](https://github.com/${owner}/${repo}/security/advisories/new) instead.`;
    const remains = 'Turn on private vulnerability reporting in *Settings → Advanced Security*.';
    if (!lacks(context, 'SECURITY'))
      return appended(context, 'no-private-channel', 'Reporting a vulnerability', how, remains);
    return {
      changes: [{ path: 'SECURITY.md', text: `# Security policy\n\n${how}\n` }],
      summary: 'Add `SECURITY.md`, which points to private vulnerability reporting',
      remains,
    };
  },
};

export const codeOfConduct: Fix = {
  criteria: ['code-of-conduct'],
  propose(context): Proposal | Declined {
    const { contact } = context.answers;
    if (contact === undefined) return declined('only a person knows who receives reports', 'contact');
    const how = `Report violations to <${contact}>.`;
    if (!lacks(context, 'CODE_OF_CONDUCT')) return appended(context, 'no-contact', 'Reporting', how);
    const text = `# Code of conduct

Everyone who takes part in this project follows the [Contributor Covenant, version 2.1](https://www.contributor-covenant.org/version/2/1/code_of_conduct/).

${how}
`;
    return { changes: [{ path: 'CODE_OF_CONDUCT.md', text }], summary: 'Add `CODE_OF_CONDUCT.md` with the contact' };
  },
};

/** Whether the repository has no such file of its own. A checkout does not tell whether the organization has one. */
function lacks({ files }: FixContext, name: string): boolean {
  const own = communityFile(files, unread('only this repository counts'), name);
  return !own.read;
}

/** Adds a section to the file that lacks it. */
function appended(
  { problems, files }: FixContext,
  kind: string,
  title: string,
  words: string,
  remains?: string,
): Proposal | Declined {
  const [problem] = problems;
  const path = problem?.path;
  if (problem?.kind !== kind || path === undefined || !/\.(?:md|markdown)$/i.test(path))
    return declined('the file exists: complete it by hand');
  const text = readText(files, path);
  if (!text.read) return declined(`\`${path}\` was not read: ${text.reason}`);
  const newline = text.value.includes('\r\n') ? '\r\n' : '\n';
  const section = ['', `## ${title}`, '', words, ''].join(newline);
  return {
    changes: [{ path, text: `${text.value}${text.value.endsWith('\n') ? '' : newline}${section}` }],
    summary: `Add a section *${title}* to \`${path}\``,
    ...(remains === undefined ? {} : { remains }),
  };
}

export const gitignore: Fix = {
  criteria: ['gitignore'],
  propose(context: FixContext): Proposal | Declined {
    const { files, problems } = context;
    if (!problems.some(({ kind }) => kind === 'target-not-ignored'))
      return declined(
        'tracked files have to be removed from the index, which changes no file: see the places of the gap',
      );
    const entry = files.entries.get('.gitignore');
    if (!entry) return { changes: [{ path: '.gitignore', text: '/target/\n.env\n' }], summary: 'Add `.gitignore`' };
    if (!entry.text.read) return declined(`\`.gitignore\` was not read: ${entry.text.reason}`);
    const before = entry.text.value;
    const newline = before.includes('\r\n') ? '\r\n' : '\n';
    const gap = before === '' || before.endsWith('\n') ? '' : newline;
    return {
      changes: [{ path: '.gitignore', text: `${before}${gap}/target/${newline}` }],
      summary: 'Ignore `target/`',
      ...(only(problems, 'target-not-ignored') ? {} : { remains: 'Stop tracking the files that the gap lists.' }),
    };
  },
};
