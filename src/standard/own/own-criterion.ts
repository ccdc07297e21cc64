/** Criteria that an organization writes as data, as criteria like any other. */
import type { OwnCheck, OwnCriterion } from '../../policy/own-criterion.js';
import { type Context, type Criterion, criterion, type Outcome } from '../criterion.js';
import type { CiParts } from '../shared/ci-outcomes.js';
import { checkFile, describeFile } from './file.js';
import { checkManifest, describeManifest } from './manifest.js';
import { checkText, describeText } from './text.js';
import { checkWorkflow, describeWorkflow } from './workflow.js';

/** A criterion that decides as its data says. */
export function ownCriterion({ check, ...words }: OwnCriterion): Criterion {
  return criterion({
    ...words,
    kind: 'automatic',
    own: true,
    looksAt: describe(check),
    example: { met: '', unmet: '' },
    needs: ['files'],
    wants: check.kind === 'workflow' ? ['repository'] : [],
    check: (parts, context) => decide(check, parts as CiParts, context),
  });
}

function decide(check: OwnCheck, parts: CiParts, context: Context): Outcome {
  switch (check.kind) {
    case 'file':
      return checkFile(check, parts.files);
    case 'manifest':
      return checkManifest(check, parts.files, context);
    case 'workflow':
      return checkWorkflow(check, parts, context);
    case 'text':
      return checkText(check, parts.files, context);
  }
}

/** What a check looks at, in a sentence. */
function describe(check: OwnCheck): string {
  switch (check.kind) {
    case 'file':
      return describeFile(check);
    case 'manifest':
      return describeManifest(check);
    case 'workflow':
      return describeWorkflow(check);
    case 'text':
      return describeText(check);
  }
}
