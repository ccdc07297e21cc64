import { counted, criterion, type Evidence, type Problem, metOrUnmet } from '../criterion.js';
import { withPackages } from '../shared/scope.js';

export const msrv = criterion({
  id: 'msrv',
  title: 'The oldest supported Rust version is declared',
  severity: 'should',
  kind: 'automatic',
  rationale:
    'With `rust-version`, Cargo says that a compiler is too old, and picks a release that the compiler can build. Without it, people get errors in code that is not theirs.',
  looksAt: '`rust-version` in each package. Workspace inheritance is followed.',
  looksNotAt: 'Whether that version builds the crate.',
  remediation: 'Add `rust-version = "1.85"` to `[package]`, with the oldest version that CI builds with.',
  example: {
    met: '```toml\n[package]\nrust-version = "1.85"\n```',
    unmet: '```toml\n[package]\nedition = "2024"\n```',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withPackages(files, context, packages => {
      const problems: Problem[] = [];
      const proof: Evidence[] = [];
      for (const { name, fields, manifestPath: path, line } of packages) {
        const field = fields.get('rust-version');
        if (typeof field?.value === 'string') proof.push({ path: field.path, line: field.line, message: field.value });
        else
          problems.push({
            kind: 'no-rust-version',
            subject: name,
            path,
            line,
            message: 'no `rust-version`: add the oldest Rust version that builds the crate',
          });
      }
      return metOrUnmet({
        problems,
        proof,
        met: `${counted(proof.length, 'package')} with \`rust-version\``,
        unmet: `${counted(problems.length, 'package')} without \`rust-version\``,
      });
    }),
});
