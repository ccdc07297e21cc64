/**
 * Writes what is made from the code: the standard's pages, the commands, the JSON Schema, and what the tests know of GitHub.
 *   npm run docs            writes it
 *   npm run check:docs      exit 1 where what is committed differs
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { COMMANDS } from '../src/app/commands/all.js';
import { commandHelp } from '../src/report/comment.js';
import { linkedCriteriaMarkdown } from '../src/report/criteria.js';
import { explanationMarkdown } from '../src/report/explain.js';
import { CIM_STANDARD } from '../src/standard/cim.js';
import { appManifest, permissionsPage } from './app-pages.js';
import { assessmentSchema } from './assessment-schema.js';
import { documentsSchema } from './documents-schema.js';
import { fleetSchema } from './fleet-schema.js';
import { githubApp, githubOperations } from './github-operations.js';
import { modulesSchema } from './modules-schema.js';
import { compareSchema, nextSchema } from './way-schemas.js';

const ROOT = join(import.meta.dirname, '..');
const NOTE = '<!-- Made by `npm run docs`; what it says stands in the code. -->\n\n';

/** Folders in which every file is made here. */
const FOLDERS = ['docs/criteria', 'schemas'];

function generated(): Map<string, string> {
  const { id, revision, title, criteria } = CIM_STANDARD;
  return new Map([
    [
      'docs/criteria/README.md',
      `${NOTE}# The standard\n\nThe ${title}, \`${id}\`, revision ${revision}: ${criteria.length} criteria. A \`must\` blocks while it is unmet; a \`should\` does not. *Automatic* is decided by code, *reported* from what CI reports, *attested* by a maintainer's word that another person confirms.\n\n${linkedCriteriaMarkdown(CIM_STANDARD.sections, ({ id }) => `[\`${id}\`](${id}.md)`)}`,
    ],
    ...criteria.map(
      each =>
        [
          `docs/criteria/${each.id}.md`,
          NOTE + explanationMarkdown({ standard: CIM_STANDARD, criterion: each }),
        ] as const,
    ),
    [
      'docs/commands.md',
      `${NOTE}# Commands\n\nIn a comment on an issue or a pull request, in a line of a paragraph: not in code, not in a quote.\n\n${commandHelp(COMMANDS)}\n\nThe app answers with 👀 at once, a comment, and 🚀 when it is done (😕 where it was not). Bots and apps are not obeyed; of an edited comment what is new is obeyed.\n`,
    ],
    ['schemas/assessment-v1.json', `${JSON.stringify(assessmentSchema(), null, 2)}\n`],
    ['schemas/documents-v1.json', `${JSON.stringify(documentsSchema(), null, 2)}\n`],
    ['schemas/next-v1.json', `${JSON.stringify(nextSchema(), null, 2)}\n`],
    ['schemas/compare-v1.json', `${JSON.stringify(compareSchema(), null, 2)}\n`],
    ['schemas/fleet-v1.json', `${JSON.stringify(fleetSchema(), null, 2)}\n`],
    ['schemas/modules-v1.json', `${JSON.stringify(modulesSchema(), null, 2)}\n`],
    ['app.yml', appManifest()],
    ['docs/permissions.md', NOTE + permissionsPage()],
    ['test/support/github/operations.json', githubOperations()],
    ['test/support/github/app.json', githubApp()],
  ]);
}

function existing(): string[] {
  return FOLDERS.flatMap(folder => {
    try {
      return readdirSync(join(ROOT, folder)).map(name => `${folder}/${name}`);
    } catch {
      return [];
    }
  });
}

function textAt(path: string): string | undefined {
  try {
    return readFileSync(join(ROOT, path), 'utf8');
  } catch {
    return undefined;
  }
}

const files = generated();
const stale = existing().filter(path => !files.has(path));
const changed = [...files].filter(([path, text]) => textAt(path) !== text).map(([path]) => path);
if (process.argv.includes('--check')) {
  for (const path of [...changed, ...stale]) console.error(`${path} is not as the code makes it: npm run docs`);
  process.exitCode = changed.length + stale.length > 0 ? 1 : 0;
} else {
  for (const path of stale) rmSync(join(ROOT, path));
  for (const path of changed) {
    mkdirSync(dirname(join(ROOT, path)), { recursive: true });
    writeFileSync(join(ROOT, path), files.get(path) ?? '');
  }
  console.log(`${changed.length} written, ${stale.length} removed, ${files.size - changed.length} as they were`);
}
