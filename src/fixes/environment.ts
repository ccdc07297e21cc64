import { readText } from '../snapshot/files.js';
import { type Declined, declined, type Fix, type Proposal } from './fix.js';

const PATH = '.env.example';

export const envConfig: Fix = {
  criteria: ['env-config'],
  propose({ files, problems }): Proposal | Declined {
    const names = problems.flatMap(({ kind, subject }) =>
      kind === 'undocumented-variable' && subject !== undefined && /^\w{1,100}$/.test(subject) ? subject : [],
    );
    if (names.length === 0)
      return declined('the service has to read its settings from the environment, which needs code');
    const text = files.entries.has(PATH) ? readText(files, PATH) : undefined;
    if (text?.read === false) return declined(`\`${PATH}\` was not read: ${text.reason}`);
    const before = text?.value ?? '';
    const newline = before.includes('\r\n') ? '\r\n' : '\n';
    const gap = before === '' || before.endsWith('\n') ? '' : newline;
    return {
      changes: [
        {
          path: PATH,
          text: `${before}${gap}${names
            .sort()
            .map(name => `${name}=${newline}`)
            .join('')}`,
        },
      ],
      summary: `List ${names.length === 1 ? 'the variable' : `${names.length} variables`} that the code reads in \`${PATH}\``,
      remains: 'Say in a comment above each variable what it means, and give an example.',
    };
  },
};
