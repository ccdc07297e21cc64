/** The graph of modules as a Mermaid flowchart: a subgraph for each type, an arrow from each module to what it depends on. */
import type { RegistryModule } from '../../facts/registry/model.js';

const COLORS: Readonly<Record<string, string>> = {
  production: 'fill:#2ECC71,stroke:#1E8449,color:#000',
  development: 'fill:#F5B041,stroke:#AF601A,color:#000',
  template: 'fill:#5DADE2,stroke:#21618C,color:#000',
  deprecated: 'fill:#AEB6BF,stroke:#566573,color:#000',
};

/** What of a module the picture shows. */
export type Pictured = Pick<RegistryModule, 'name' | 'type' | 'status' | 'dependencies'>;

/** The picture; ends with a newline. The same modules give the same text. */
export function mermaid(modules: readonly Pictured[]): string {
  const ids = new Map(modules.map(({ name }, index) => [name, idOf(name, index)]));
  const types = [...new Set(modules.map(({ type }) => type ?? 'other'))];
  const used = [...new Set(modules.map(({ status }) => status ?? ''))].filter(status => Object.hasOwn(COLORS, status));
  const lines = [
    'graph TB',
    ...types.flatMap((type, index) => [
      `    subgraph type${index}["${labelOf(type)}"]`,
      ...modules
        .filter(each => (each.type ?? 'other') === type)
        .map(({ name, status }) => {
          const style = status !== null && used.includes(status) ? `:::${status}` : '';
          return `        ${ids.get(name)}["${labelOf(name)}<br/>${labelOf(status ?? 'unknown')}"]${style}`;
        }),
      '    end',
    ]),
    ...modules.flatMap(({ name, dependencies }) =>
      dependencies.flatMap(each => (ids.has(each) ? [`    ${ids.get(name)} --> ${ids.get(each)}`] : [])),
    ),
    ...used.map(status => `    classDef ${status} ${COLORS[status]}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** `end` and names with other signs would be read as syntax. */
function idOf(name: string, index: number): string {
  return /^[a-zA-Z][\w-]*$/.test(name) && !/^(?:end|graph|subgraph|style|class\w*|click|default|type\d+)$/i.test(name)
    ? name
    : `module${index}`;
}

function labelOf(text: string): string {
  return text.replace(/[^\p{L}\p{N} ._/-]/gu, character => `#${character.codePointAt(0)};`);
}
