import { Command } from '@commander-js/extra-typings';

export const mcp = () =>
  new Command('mcp')
    .description('serve assistants over standard input and output (Model Context Protocol); reads only')
    .argument('[dirs...]', 'checkouts, or directories of checkouts, that the assistant can read', [])
    .addHelpText(
      'after',
      '\nTools: assess, next, explain, compare, propose_fix. Nothing outside of the directories is read, and nothing is written.\n\nExample, in the settings of an assistant:\n  { "mcpServers": { "cim-readiness": { "command": "cim-readiness", "args": ["mcp", "/path/to/module"] } } }',
    )
    .action(async dirs => (await import('../mcp.js')).mcpCommand(dirs));
