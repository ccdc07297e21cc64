/** Who may import whom; docs/architecture.md draws it. Type-only imports count. */
const PURE = '^src/(snapshot|criteria|assess|report)/';
/** Folders in which an import may only point to the folders named (and to its own). */
const only = (from, allowed, comment) => ({
  name: `${from}-imports`,
  comment,
  severity: 'error',
  from: { path: `^src/${from}/` },
  to: { path: '^src/', pathNot: `^src/(${[from, ...allowed].join('|')})/` },
});

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    only('snapshot', [], 'what is known depends on nothing'),
    only('criteria', ['snapshot'], 'the standard reads snapshots'),
    only('assess', ['criteria', 'snapshot'], 'an assessment holds a snapshot against the standard'),
    only('report', ['assess', 'criteria', 'snapshot'], 'a report words an assessment'),
    only('collect', ['snapshot'], 'collect and publish never meet'),
    only('publish', ['report', 'assess', 'criteria', 'snapshot'], 'publish delivers what report words'),
    only('ledger', ['assess', 'snapshot'], 'the ledger keeps assessments'),
    only('inbox', [], 'the inbox keeps deliveries'),
    only('web', ['inbox', 'ledger', 'report', 'assess', 'criteria', 'snapshot'], 'pages show reports'),
    {
      name: 'pure-folders',
      comment: 'no I/O, no clock, no environment',
      severity: 'error',
      from: { path: PURE },
      to: {
        dependencyTypes: ['core'],
        // Hashing and text decoding are pure.
        pathNot: '^(node:)?(crypto|util)$',
      },
    },
    {
      name: 'pure-packages',
      comment: 'packages that do I/O',
      severity: 'error',
      from: { path: PURE },
      to: { path: 'node_modules/(probot|@octokit|libsql|hono|@hono|tar-stream|pino|commander)/' },
    },
    {
      name: 'cli-without-server',
      comment: 'a command loads only what it needs: the server is reached by a dynamic import alone',
      severity: 'error',
      from: { path: '^src/(cli|collect|report)' },
      to: { path: 'node_modules/(probot|libsql|@hono)/', dependencyTypesNot: ['type-only'], dynamic: false },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    parser: 'tsc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    webpackConfig: { fileName: '.dependency-cruiser.resolve.cjs' },
    enhancedResolveOptions: { conditionNames: ['import', 'node', 'default', 'types'], exportsFields: ['exports'] },
  },
};
