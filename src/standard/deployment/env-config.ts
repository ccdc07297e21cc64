import { unreadCode } from '../../facts/code/rust-code.js';
import { documentedNames } from '../../facts/service/documented-variables.js';
import { environmentVariables, logsByDefault } from '../../facts/service/variables.js';
import { counted, criterion, met, type Problem } from '../criterion.js';
import { unlessUnread } from '../shared/code-outcomes.js';
import { placeOfService, withServing } from '../shared/serving.js';

/** Variables of the system and of tools, which modules do not document. */
const COMMON =
  /^(PATH|HOME|USER|LOGNAME|SHELL|PWD|TMPDIR|TEMP|TMP|TERM|COLORTERM|LANG|LC_\w+|TZ|HOSTNAME|NO_COLOR|CLICOLOR\w*|CI|EDITOR|DISPLAY|XDG_\w+|CARGO\w*|RUSTC?|RUST_BACKTRACE|OUT_DIR|APPDATA|LOCALAPPDATA|USERPROFILE|GITHUB_\w+)$/;

export const envConfig = criterion({
  id: 'env-config',
  title: 'Configuration comes from the environment',
  severity: 'must',
  kind: 'automatic',
  rationale:
    'Settings that differ between installations are set where the service runs. A variable that is not documented is found only by reading code, at the worst time.',
  looksAt:
    "A module that serves. It must read its configuration from the environment (`std::env`, clap's `env`, envy, figment, config; `RUST_LOG` through a filter), and list each variable: as code in the README or a document, or in `.env.example`.",
  looksNotAt: 'Variables of the system such as `HOME`, and names that are built at run time.',
  remediation:
    'Read `std::env::var("PARCEL_NATS_URL")`, and list each variable in the README: its name as code, its meaning, and its default.',
  example: {
    met: '```markdown\n| Variable | |\n|---|---|\n| `PARCEL_NATS_URL` | The NATS server; `nats://localhost:4222` by default |\n```',
    unmet: '```rust\nlet url = std::env::var("PARCEL_NATS_URL")?; // no document names it\n```',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withServing(files, context, (serving, code) => {
      const read = environmentVariables(code.library, code.packages).filter(
        ({ name }) => name === undefined || !COMMON.test(name),
      );
      const names = new Set(read.flatMap(({ name }) => name ?? []));
      const { listed, unread } = documentedNames(files, new Set([...names, 'RUST_LOG']));
      if (read.length === 0 && listed.has('RUST_LOG') && logsByDefault(code.library))
        return met('the log filter is read from the environment, as documented');
      if (read.length === 0)
        return unlessUnread(unreadCode(code), 'the service reads nothing from the environment', [
          {
            kind: 'no-variables',
            ...placeOfService(serving, code),
            message:
              'the service reads no environment variables: read settings that differ between installations from the environment',
          },
        ]);
      const missing = new Map<string, Problem>();
      for (const { name, path, line } of read)
        if (name !== undefined && !listed.has(name) && !missing.has(name))
          missing.set(name, {
            kind: 'undocumented-variable',
            subject: name,
            path,
            line,
            message: `\`${name}\` is read but not documented: list it in the README, a document, or \`.env.example\``,
          });
      if (missing.size === 0) return met(`${counted(names.size, 'variable')}, each documented`);
      return unlessUnread(unread, `${missing.size} of ${counted(names.size, 'variable')} not documented`, [
        ...missing.values(),
      ]);
    }),
});
