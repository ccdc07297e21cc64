import { ownFeatures, undocumentedFeatures } from '../../facts/documents/feature-docs.js';
import { counted, criterion, notApplicable, verdict } from '../criterion.js';
import { withPackages } from '../shared/scope.js';

export const featureDocs = criterion({
  id: 'feature-docs',
  title: 'Features are documented',
  severity: 'must',
  kind: 'automatic',
  rationale: 'A feature that nobody explains is switched on to see what happens.',
  looksAt:
    'Each feature besides `default`: a comment on its line or above it (one may head a group, up to the next blank line), or its name as code in the README, the crate’s documentation or a document about features.',
  looksNotAt: 'Features that an optional dependency makes by itself.',
  remediation: 'Write above each feature in Cargo.toml what it switches on: `# Publishes events over NATS.`',
  example: {
    met: '```toml\n[features]\n# Publishes events over NATS.\nnats = ["dep:async-nats"]\n```',
    unmet: '```toml\n[features]\nnats = ["dep:async-nats"]\n```',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withPackages(files, context, packages => {
      const all = packages.flatMap(ownFeatures).length;
      if (all === 0) return notApplicable('there are no features besides `default`');
      const findings = packages.flatMap(pkg =>
        undocumentedFeatures(files, pkg).map(({ name, line }) => ({
          kind: 'undocumented-feature',
          subject: name,
          path: pkg.manifestPath,
          line,
          message: `feature \`${name}\` is explained nowhere: put a comment above it`,
        })),
      );
      return verdict({
        findings,
        met: `${counted(all, 'feature')}, each documented`,
        unmet: `${findings.length} of ${counted(all, 'feature')} not documented`,
      });
    }),
});
