import { findCycles, type ModuleDependency, moduleCycles } from '../../facts/code/module-cycles.js';
import { counted, criterion, type Problem } from '../criterion.js';
import { codeOutcome, withCode } from '../shared/code-outcomes.js';

export const noCircularDependencies = criterion({
  id: 'no-circular-dependencies',
  title: 'Modules have no circular dependencies',
  severity: 'should',
  kind: 'automatic',
  rationale:
    'Modules that depend on each other can only be read, tested, and moved together. In effect, they are one module with two names.',
  looksAt:
    "The crate's top-level modules: no module depends on itself through other modules. A name that the root re-exports counts for the module that defines it. If the registry was read, its modules are checked in the same way, by their dependencies.",
  looksNotAt: 'Dependencies between a module and its own submodules, and tests.',
  remediation:
    'Move what both modules need into a third module that needs neither (`types`, `error`), or pass a trait or a closure from one module to the other.',
  example: {
    met: '```text\nparcel → error\nbus → parcel, error\n```',
    unmet: '```text\nparcel → bus → parcel\n```',
  },
  needs: ['files'],
  wants: ['registry'],
  check: ({ files, registry }, context) =>
    withCode(files, context, code => {
      const loops = code.products.flatMap(moduleCycles);
      const known = new Set<string>();
      const own = loops.filter(loop => {
        const key = loop.map(({ from }) => from).join();
        return known.has(key) ? false : known.add(key);
      });
      const fleet = registry.read
        ? findCycles(registry.value.dependencies).filter(loop => loop.includes(context.subject.repo ?? ''))
        : [];
      const problems = [
        ...own.map(loopFinding),
        ...fleet.map(loop => ({
          kind: 'registry-cycle',
          subject: loop.toSorted().join(' '),
          message: `modules depend on each other: ${[...loop, loop[0]].join(' → ')}`,
        })),
      ];
      return codeOutcome(code, {
        problems,
        met: `no cycle among the modules of the crate${registry.read ? '' : '; the registry was not read'}`,
        unmet: counted(problems.length, 'dependency cycle'),
      });
    }),
});

function loopFinding(loop: readonly ModuleDependency[]): Problem {
  const first = loop[0] as ModuleDependency;
  const ways = loop.map(({ to, path, line }) => `\`${to}\` (\`${path}:${line}\`)`).join(' → ');
  return {
    kind: 'module-cycle',
    subject: loop
      .map(({ from }) => from)
      .sort()
      .join(' '),
    path: first.path,
    line: first.line,
    message: `modules depend on each other: \`${first.from}\` → ${ways}`,
  };
}
