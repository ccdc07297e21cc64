import type { Section } from './criterion.js';
import { errorHandling } from './error-handling.js';
import { pending } from './pending.js';
import { publicExports } from './public-exports.js';

export const codeStructure: Section = {
  id: 'code-structure',
  title: 'Code structure',
  criteria: [
    pending('module-organization', 'Modules follow Rust conventions'),
    pending('single-responsibility', 'Each module has a single responsibility', 'must', 'attested'),
    publicExports,
    pending('no-circular-dependencies', 'No circular dependencies', 'should'),
    errorHandling,
  ],
};
