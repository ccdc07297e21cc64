/** Whether a package serves: "Serves" in the standard, and what its binaries come to. */
import type { Package } from '../cargo/model.js';
import { type Body, callGraphOf, reachedFrom } from '../code/call-graph.js';
import { fullPath } from '../code/imports.js';
import type { Files } from '../files.js';
import { dependsOnNats, natsCalls } from '../nats/calls.js';
import { crateOf } from '../rust/crate.js';
import type { LibraryFile } from '../rust/crate-model.js';
import { methodCalls, pathCalls } from '../rust/scan.js';
import { lineAt } from '../rust/tokens.js';

export interface Serving {
  /** Where it listens or subscribes; absent where it does not. */
  readonly place?: { readonly path: string; readonly line: number; readonly what: string };
  /** Every function that a binary may come to. */
  readonly reached: readonly Body[];
  /** The first binary's `main`. */
  readonly main?: { readonly path: string; readonly line: number };
}

const LISTENS =
  /(^|::)(TcpListener|UnixListener|TcpSocket)::(bind|listen)$|^(axum|warp|hyper|salvo|poem|actix_web)::(\w+::)*(serve|bind|bind_rustls|Server::(bind|new)|HttpServer::new)$|(^|::)HttpServer::new$|(^|::)Server::bind$|^rocket::(build|custom)$|^tonic::transport::Server::builder$|^tide::(new|with_state)$/;

/** What the binaries of packages, built with default features, listen to. */
export function servingOf(files: Files, packages: readonly Package[], library: readonly LibraryFile[]): Serving {
  const graph = callGraphOf(library);
  const mains = packages.flatMap(pkg => {
    const defaults = defaultFeatures(pkg);
    return pkg.targets
      .filter(
        ({ kind, exists, requiredFeatures }) =>
          kind === 'bin' && exists && requiredFeatures.every(each => defaults.has(each)),
      )
      .flatMap(target => {
        const root = crateOf(files, pkg, target).root.source.path;
        return (graph.bodies.get('main') ?? []).filter(({ source }) => source.path === root);
      });
  });
  const [first] = mains;
  if (!first) return { reached: [] };
  const reached = reachedFrom(mains, graph);
  const place = listenedTo(reached) ?? (dependsOnNats(packages) ? subscribedTo(reached, library, packages) : undefined);
  return { reached, main: { path: first.source.path, line: first.fn.line }, ...(place ? { place } : {}) };
}

function defaultFeatures({ features }: Package): ReadonlySet<string> {
  const on = new Set<string>();
  const queue = ['default'];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (on.has(name)) continue;
    on.add(name);
    queue.push(...(features.find(each => each.name === name)?.enables ?? []));
  }
  return on;
}

function listenedTo(reached: readonly Body[]): Serving['place'] {
  for (const { source, range } of reached) {
    const { tokens } = source.file;
    for (const { path, at } of pathCalls(tokens, range)) {
      const full = fullPath(source.file, path.filter(Boolean));
      if (LISTENS.test(full) || LISTENS.test(path.join('::')))
        return { path: source.path, line: lineAt(tokens, at), what: `\`${path.join('::')}\`` };
    }
    for (const { name, at } of methodCalls(tokens, range))
      if (name === 'service_builder' || name === 'add_service')
        return { path: source.path, line: lineAt(tokens, at), what: `\`.${name}\`` };
  }
  return undefined;
}

function subscribedTo(
  reached: readonly Body[],
  library: readonly LibraryFile[],
  packages: readonly Package[],
): Serving['place'] {
  const functions = new Set(reached.map(({ fn }) => fn));
  const call = natsCalls(library, packages).find(
    ({ kind, within }) => kind === 'subscribe' && within !== undefined && functions.has(within.fn),
  );
  return call && { path: call.source.path, line: call.line, what: `\`.${call.name}\`` };
}
