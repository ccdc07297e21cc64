/** The categories of crates.io: https://crates.io/category_slugs */
import { didYouMean } from '../text/suggest.js';

/** The top-level slugs. Subcategories change, so they are not checked. */
const TOP_LEVEL_SLUGS: ReadonlySet<string> = new Set([
  'accessibility',
  'aerospace',
  'algorithms',
  'api-bindings',
  'asynchronous',
  'authentication',
  'automotive',
  'caching',
  'command-line-interface',
  'command-line-utilities',
  'compilers',
  'compression',
  'computer-vision',
  'concurrency',
  'config',
  'cryptography',
  'data-structures',
  'database',
  'database-implementations',
  'date-and-time',
  'development-tools',
  'email',
  'embedded',
  'emulators',
  'encoding',
  'external-ffi-bindings',
  'filesystem',
  'finance',
  'game-development',
  'game-engines',
  'games',
  'graphics',
  'gui',
  'hardware-support',
  'internationalization',
  'localization',
  'mathematics',
  'memory-management',
  'multimedia',
  'network-programming',
  'no-std',
  'os',
  'parser-implementations',
  'parsing',
  'rendering',
  'rust-patterns',
  'science',
  'security',
  'simulation',
  'template-engine',
  'text-editors',
  'text-processing',
  'value-formatting',
  'virtualization',
  'visualization',
  'wasm',
  'web-programming',
]);

/** What is wrong with a category; undefined if crates.io has it. */
export function categoryProblem(category: string): string | undefined {
  const [top = ''] = category.toLowerCase().split('::');
  return TOP_LEVEL_SLUGS.has(top)
    ? undefined
    : `\`${category}\` is not a category of crates.io${didYouMean(category, TOP_LEVEL_SLUGS)}`;
}
