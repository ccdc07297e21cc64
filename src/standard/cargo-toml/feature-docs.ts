import { ownFeatures, undocumentedFeatures } from '../../facts/documents/feature-docs.js';
import { counted, criterion, notApplicable, metOrUnmet } from '../criterion.js';
import { withPackages } from '../shared/scope.js';

export const featureDocs = criterion({
  id: 'feature-docs',
  title: 'Features are documented',
  severity: 'must',
  kind: 'automatic',
  rationale: 'If nobody explains a feature, people turn it on to see what happens.',
  looksAt:
    "Each feature except `default`. It must have a comment on its line or above it (a comment can head a group, up to the next blank line), or its name as code in the README, the crate's documentation, or a document about features.",
  looksNotAt: 'Features that an optional dependency defines implicitly.',
  remediation: 'Above each feature in Cargo.toml, write what it turns on: `# Publishes events over NATS.`',
  example: {
    met: '```toml\n[features]\n# Publishes events over NATS.\nnats = ["dep:async-nats"]\n```',
    unmet: '```toml\n[features]\nnats = ["dep:async-nats"]\n```',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withPackages(files, context, packages => {
      const all = packages.flatMap(ownFeatures).length;
      if (all === 0) return notApplicable('there are no features except `default`');
      const problems = packages.flatMap(pkg =>
        undocumentedFeatures(files, pkg).map(({ name, line }) => ({
          kind: 'undocumented-feature',
          subject: name,
          path: pkg.manifestPath,
          line,
          message: `feature \`${name}\` is not documented: add a comment above it`,
        })),
      );
      return metOrUnmet({
        problems,
        met: `${counted(all, 'feature')}, each documented`,
        unmet: `${problems.length} of ${counted(all, 'feature')} not documented`,
      });
    }),
});
