/**
 * Who may import whom. The rooms of `src/` are a ladder: each imports only rooms below it, so that a change is felt above and never
 * beneath. docs/architecture.md draws it. Type-only imports count.
 */

/**
 * From the lowest room up: the room, the rooms below that it may import, and why it stands there.
 * @type {readonly (readonly [room: string, below: readonly string[], why: string])[]}
 */
const LADDER = [
  ['text', [], 'text helpers know nothing of the project'],
  ['snapshot', [], 'plain data of one commit: everything else reads it, so it may depend on nothing'],
  ['cache', ['snapshot'], 'remembering results needs the files and nothing that is read out of them'],
  ['formats', ['text', 'snapshot', 'cache'], 'a parser knows its file format, not what anybody wants to read with it'],
  ['cargo', ['text', 'snapshot', 'cache', 'formats'], 'manifests say which crates there are before any Rust is read'],
  ['rust', ['snapshot', 'cache', 'cargo'], 'the Rust front end knows the language, not what the standard asks of it'],
  [
    'facts',
    ['text', 'snapshot', 'cache', 'formats', 'cargo', 'rust'],
    'a fact is read from the repository; whether it is good enough is for the standard to say',
  ],
  [
    'policy',
    ['text', 'snapshot', 'formats', 'facts'],
    'the policy is read without knowing what the standard makes of it',
  ],
  [
    'standard',
    ['text', 'snapshot', 'formats', 'cargo', 'rust', 'facts', 'policy'],
    'a criterion decides from facts; remembering belongs to the reader of the fact, so `cache` is not at hand',
  ],
  [
    'assess',
    ['snapshot', 'policy', 'standard'],
    'an assessment applies the standard to a snapshot; the readers are behind the criteria',
  ],
  [
    'fixes',
    ['text', 'snapshot', 'formats', 'cargo', 'facts', 'policy', 'standard', 'assess'],
    'a fix is proven by assessing the module before and after; how it is delivered is for report and publish',
  ],
  [
    'fleet',
    ['text', 'snapshot', 'cache', 'formats', 'cargo', 'facts', 'policy', 'standard', 'assess'],
    'the view of many modules is made of their assessments, the registry and the documents; how it is told is for report',
  ],
  [
    'report',
    ['text', 'snapshot', 'facts', 'policy', 'standard', 'assess', 'fixes', 'fleet'],
    'a report puts an assessment into words; it never reads files itself',
  ],
  [
    'mcp',
    ['text', 'snapshot', 'policy', 'standard', 'assess', 'fixes', 'report'],
    'the tools for assistants answer with reports; where modules come from is passed in',
  ],
  [
    'collect',
    ['text', 'snapshot', 'cache', 'formats', 'cargo', 'facts', 'policy'],
    'collect turns the world into a snapshot and never meets report or publish',
  ],
  [
    'publish',
    ['text', 'report', 'fleet', 'assess', 'standard', 'policy', 'facts', 'snapshot'],
    'publish delivers what report wrote',
  ],
  [
    'store',
    ['fleet', 'assess', 'policy', 'snapshot'],
    'the store keeps assessments, what is known of a fleet, and work, and does not know what they lead to',
  ],
  ['web', ['store', 'report', 'mcp', 'fleet', 'assess', 'standard', 'policy', 'snapshot'], 'pages show reports'],
];

const PURE = '^src/(text|snapshot|cache|formats|cargo|rust|facts|policy|standard|assess|fixes|fleet|report)/';

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'in a circle of imports no file can be understood or loaded first',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-folder-cycles',
      comment: 'two folders that import each other are one folder with two names: move what ties them',
      severity: 'error',
      scope: 'folder',
      from: { path: '^src/' },
      to: { circular: true },
    },
    ...LADDER.map(([room, below, why]) => ({
      name: `${room}-imports-only-below`,
      comment: why,
      severity: 'error',
      from: { path: `^src/${room}/` },
      to: { path: '^src/', pathNot: `^src/(${[room, ...below].join('|')})/` },
    })),
    {
      name: 'pure-folders',
      comment: 'no I/O, clock, or environment: the same input gives the same bytes; hashing and text decoding are pure',
      severity: 'error',
      from: { path: PURE },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|util)$' },
    },
    {
      name: 'pure-packages',
      comment: 'packages that do I/O; the JSX of hono only makes text',
      severity: 'error',
      from: { path: PURE },
      to: {
        path: 'node_modules/(probot|@octokit|libsql|hono|@hono|tar-stream|pino|commander)/',
        pathNot: 'node_modules/hono/dist/(types/)?jsx/',
      },
    },
    {
      name: 'cli-without-server',
      comment: 'a command loads only what it needs: the server is reached only by a dynamic import',
      severity: 'error',
      from: { path: '^src/(cli|collect|report)' },
      to: { path: 'node_modules/(probot|libsql|@hono)/', dependencyTypesNot: ['type-only'], dynamic: false },
    },
    {
      name: 'standard-is-passed-in',
      comment: 'what assesses and reports takes any standard: only the entrances choose this one',
      severity: 'error',
      from: { path: PURE, pathNot: '^src/standard/all\\.ts$' },
      to: { path: '^src/standard/(cim|all)\\.ts$' },
    },
    {
      name: 'resolvable',
      comment: 'an import that resolves to nothing fails only at run time',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    parser: 'tsc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    webpackConfig: { fileName: '.dependency-cruiser.resolve.cjs' },
    enhancedResolveOptions: { conditionNames: ['import', 'node', 'default', 'types'], exportsFields: ['exports'] },
  },
};
