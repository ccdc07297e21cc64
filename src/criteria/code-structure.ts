import type { Section } from './criterion.js';
import { pending } from './pending.js';

export const codeStructure: Section = {
  id: 'code-structure',
  title: 'Code structure',
  criteria: [
    pending('module-organization', 'Modules follow Rust conventions'),
    pending('single-responsibility', 'Each module has a single responsibility', 'must', 'attested'),
    pending('public-exports', 'Everything public is exported'),
    pending('no-circular-dependencies', 'No circular dependencies', 'should'),
    pending('error-handling', 'Errors are handled, not panicked on'),
  ],
};
