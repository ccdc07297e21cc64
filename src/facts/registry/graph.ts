/** The graph of modules: who depends on whom, in which direction edges are written, and which circles there are. */
import { at, objectEntries, textAtPath, textsAtPath } from './json.js';
import type { EdgeDirection } from './model.js';

export interface Edge {
  readonly from: string;
  readonly to: string;
}

export interface Graph {
  readonly direction: EdgeDirection;
  /** From each module to what it depends on. */
  readonly dependencies: ReadonlyMap<string, readonly string[]>;
  /** The inverse. */
  readonly dependents: ReadonlyMap<string, readonly string[]>;
  readonly cycles: readonly (readonly string[])[];
}

/**
 * Reads the graph out of nodes and edges, which may not say the same: either counts.
 * @param json modules-graph.json
 * @param declared dependencies that other files give
 */
export function readGraph(json: unknown, declared: ReadonlyMap<string, readonly string[]>): Graph {
  const nodes = objectEntries(at(json, 'graph', 'nodes'));
  const own = new Map(nodes.map(([name, node]) => [name, textsAtPath(node, 'dependencies')]));
  const inverse = new Map(nodes.map(([name, node]) => [name, textsAtPath(node, 'dependents')]));
  const edges = readEdges(json);
  const direction = directionOf(edges, own, inverse);
  const found = new Map<string, Set<string>>();
  const add = (name: string, dependency: string) => {
    if (name === dependency) return;
    const known = found.get(name);
    if (known) known.add(dependency);
    else found.set(name, new Set([dependency]));
  };
  for (const [name, names] of [...own, ...declared]) for (const each of names) add(name, each);
  for (const { from, to } of edges) {
    if (direction === 'from-dependency') add(to, from);
    else add(from, to);
  }
  for (const [name, names] of inverse) for (const each of names) add(each, name);
  const dependencies = new Map([...found].map(([name, names]) => [name, [...names]]));
  return { direction, dependencies, dependents: inverseEdges(dependencies), cycles: findGraphCycles(dependencies) };
}

/** The edges of modules-graph.json. */
export function readEdges(json: unknown): Edge[] {
  const edges = at(json, 'graph', 'edges');
  if (!Array.isArray(edges)) return [];
  return edges.flatMap((edge: unknown) => {
    const from = textAtPath(edge, 'from');
    const to = textAtPath(edge, 'to');
    return from !== null && to !== null ? [{ from, to }] : [];
  });
}

/** The direction that more of the edges have by what the nodes say; `from` names the dependent if nothing tells. */
function directionOf(
  edges: readonly Edge[],
  own: ReadonlyMap<string, readonly string[]>,
  inverse: ReadonlyMap<string, readonly string[]>,
): EdgeDirection {
  const depends = (name: string, on: string) =>
    own.get(name)?.includes(on) === true || inverse.get(on)?.includes(name) === true;
  const fromDependency = edges.filter(({ from, to }) => depends(to, from)).length;
  const fromDependent = edges.filter(({ from, to }) => depends(from, to)).length;
  return fromDependency > fromDependent ? 'from-dependency' : 'from-dependent';
}

/** From each name to those that have it among theirs. */
export function inverseEdges(graph: ReadonlyMap<string, readonly string[]>): Map<string, string[]> {
  const inverse = new Map<string, string[]>();
  for (const [name, names] of graph) {
    for (const each of names) {
      const known = inverse.get(each);
      if (known) known.push(name);
      else inverse.set(each, [name]);
    }
  }
  return inverse;
}

/** The circles of a graph: its strongly connected components of more than one, by Tarjan's algorithm without recursion. */
export function findGraphCycles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const onStack = new Set<string>();
  const cycles: string[][] = [];
  const enter = (name: string) => {
    index.set(name, index.size);
    low.set(name, index.get(name) ?? 0);
    stack.push(name);
    onStack.add(name);
    return { name, next: 0 };
  };
  for (const root of graph.keys()) {
    if (index.has(root)) continue;
    const work = [enter(root)];
    for (let frame = work.at(-1); frame; frame = work.at(-1)) {
      const { name } = frame;
      const to = graph.get(name)?.[frame.next];
      frame.next += 1;
      if (to === undefined) {
        work.pop();
        const above = work.at(-1)?.name;
        if (above !== undefined) low.set(above, Math.min(low.get(above) ?? 0, low.get(name) ?? 0));
        if (low.get(name) === index.get(name)) {
          const component = stack.splice(stack.lastIndexOf(name));
          for (const each of component) onStack.delete(each);
          if (component.length > 1) cycles.push(component);
        }
      } else if (!index.has(to)) work.push(enter(to));
      else if (onStack.has(to)) low.set(name, Math.min(low.get(name) ?? 0, index.get(to) ?? 0));
    }
  }
  return cycles;
}
