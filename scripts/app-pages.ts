/** The app as GitHub registers it, and the page of its permissions and events: made of the one table of what it needs. */
import { EVENTS, LEFT_OUT, PERMISSIONS } from '../src/report/doctor/needs.js';

const HEAD = `# Made by \`npm run docs\` of src/report/doctor/needs.ts.
# The app as GitHub registers it: \`npm start\` without credentials shows a page that does it. The least that is needed, each
# with its reason. https://docs.github.com/en/apps/sharing-github-apps/registering-a-github-app-from-a-manifest
name: cim-readiness
description: Holds every module of a Composable Information Machine to its Production Readiness Standards, by measuring.
url: https://github.com/cim/cim-readiness
public: false
`;

/** `app.yml` */
export function appManifest(): string {
  const comments = (text: string) => wrapped(text, 116).map(line => `  # ${line}\n`);
  const permissions = PERMISSIONS.map(({ name, level, why }) => `${comments(why).join('')}  ${name}: ${level}\n`);
  const leftOut = LEFT_OUT.flatMap(({ names, why }) => comments(`${names.join(', ')}: ${why}`));
  const events = EVENTS.map(({ name, why }) => `${comments(why).join('')}  - ${name}\n`);
  return [
    HEAD,
    '\ndefault_permissions:\n',
    ...permissions,
    '  # Left out, with their events:\n',
    ...leftOut,
    '\ndefault_events:\n',
    ...events,
  ].join('');
}

/** docs/permissions.md, without its note. */
export function permissionsPage(): string {
  const row = (...cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return `# Permissions and events

What the app asks of GitHub, and what does not work without it; [app.yml](../app.yml) registers it so. \`cim-readiness doctor\` says
what of it an app lacks, and where that is mended. A missing permission never makes a verdict: what cannot be read is unknown.

## Permissions

${[
  row('Permission', 'Level', 'What for', 'Without it'),
  '|---|---|---|---|',
  ...PERMISSIONS.map(({ name, label, level, why, without, withReadAlone }) => {
    const less = withReadAlone === undefined || withReadAlone === without ? '' : ` With read alone: ${withReadAlone}`;
    return row(`${label} (\`${name}\`)`, level, why, `${without}${less}`);
  }),
].join('\n')}

## Events

${[
  row('Event', 'Permission', 'What for', 'Without it'),
  '|---|---|---|---|',
  ...EVENTS.map(({ name, permission, why, without, unasked }) =>
    row(
      `\`${name}\``,
      `\`${permission}\``,
      why,
      `${without}${unasked ? ' GitHub sends it unasked to who may write checks.' : ''}`,
    ),
  ),
].join('\n')}

## Left out

${LEFT_OUT.map(({ names, why }) => `- ${names.map(name => `\`${name}\``).join(', ')}: ${why}`).join('\n')}
`;
}

function wrapped(text: string, width: number): string[] {
  return text.match(new RegExp(`.{1,${width}}(?: |$)`, 'g'))?.map(line => line.trimEnd()) ?? [];
}
