/** Who waits for whom, as a graph: from a module to the modules that block it. */
import { Graph, layout } from '@dagrejs/dagre';
import { clip } from '../../escape.js';

export interface GraphNode {
  readonly name: string;
  /** The address of its page; null if it has none. */
  readonly href: string | null;
  /** Two or three words below the name. */
  readonly words: string;
  readonly tone: 'good' | 'bad' | 'idle';
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly words: string;
}

const NODE = { width: 168, height: 40 };
/** A picture of more modules cannot be read. */
const MOST = 40;

/** What the picture shows: the modules with the most edges, where there are too many. */
export function mostConnected(nodes: readonly GraphNode[], edges: readonly GraphEdge[]) {
  if (nodes.length <= MOST) return { nodes, edges };
  const degree = new Map<string, number>();
  for (const name of edges.flatMap(({ from, to }) => [from, to])) degree.set(name, (degree.get(name) ?? 0) + 1);
  const kept = nodes.toSorted((a, b) => (degree.get(b.name) ?? 0) - (degree.get(a.name) ?? 0)).slice(0, MOST);
  const names = new Set(kept.map(({ name }) => name));
  return { nodes: kept, edges: edges.filter(({ from, to }) => names.has(from) && names.has(to)) };
}

/** The picture. The table beside it has the same. */
export function BlockerGraph({ nodes, edges }: { nodes: readonly GraphNode[]; edges: readonly GraphEdge[] }) {
  if (edges.length === 0) return null;
  const graph = new Graph();
  graph.setGraph({ rankdir: 'LR', nodesep: 14, ranksep: 56, marginx: 8, marginy: 8 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { name } of nodes) graph.setNode(name, { ...NODE });
  for (const { from, to } of edges) graph.setEdge(from, to);
  layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  return (
    <div class="chart" tabindex={0} role="region" aria-label="Blockers as a graph">
      <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="group" aria-label="Blockers">
        <defs>
          <marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
            <path class="head" d="M0 0 8 4 0 8z" />
          </marker>
        </defs>
        {edges.map(({ from, to, words }) => (
          <path class="edge" d={pathOf(graph.edge(from, to)?.points ?? [])} marker-end="url(#arrow)">
            <title>{`${from} waits for ${to}: ${words}`}</title>
          </path>
        ))}
        {nodes.map(node => {
          const { x = 0, y = 0 } = graph.node(node.name) ?? {};
          return <Node node={node} x={x - NODE.width / 2} y={y - NODE.height / 2} />;
        })}
      </svg>
    </div>
  );
}

function Node({ node: { name, href, words, tone }, x, y }: { node: GraphNode; x: number; y: number }) {
  const text = (
    <text class="strong" x={x + 10} y={y + 17}>
      {clip(name, 24)}
    </text>
  );
  return (
    <g>
      <rect class={`node ${tone}`} x={x} y={y} width={NODE.width} height={NODE.height} rx="6" />
      {href === null ? text : <a href={href}>{text}</a>}
      <text x={x + 10} y={y + 32}>
        {clip(words, 26)}
      </text>
    </g>
  );
}

function pathOf(points: readonly { readonly x: number; readonly y: number }[]): string {
  return points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${Math.round(x)} ${Math.round(y)}`).join('');
}
