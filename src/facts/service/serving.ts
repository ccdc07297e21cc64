/** Whether a package serves: "Serves" in the standard, and what its binaries come to. */
import { memo } from '../../cache/memo.js';
import type { Package, Target } from '../../cargo/model.js';
import { defaultBuild } from '../../rust/build.js';
import { crateOf } from '../../rust/crate.js';
import type { LibraryFile } from '../../rust/crate-model.js';
import { libraryCode } from '../../rust/library.js';
import { type MethodCall, methodCalls, pathCalls } from '../../rust/scan.js';
import { lineAt, stringValue, tokenText } from '../../rust/tokens.js';
import type { Range, Tokens } from '../../rust/tokens-model.js';
import type { Files } from '../../snapshot/files.js';
import { type Body, type CallGraph, callGraphOf, reachedFrom } from '../code/call-graph.js';
import { functionsOf, isOn } from '../code/functions.js';
import { fullPath } from '../code/imports.js';
import type { RustCode } from '../code/rust-code.js';
import { dependsOnNats, natsCalls } from '../nats/calls.js';

export interface Serving {
  /** Where it listens or subscribes; absent where it does not. */
  readonly place?: { readonly path: string; readonly line: number; readonly what: string };
  /** The first binary's `main`. */
  readonly main?: { readonly path: string; readonly line: number };
}

const LISTENS =
  /(^|::)(TcpListener|UnixListener|TcpSocket)::(bind|listen)$|^(axum|axum_server|warp|hyper|salvo|poem|actix_web)::(\w+::)*(serve|bind|bind_rustls|bind_openssl|from_tcp|from_tcp_rustls|Server::(bind|new)|HttpServer::new)$|(^|::)HttpServer::new$|(^|::)Server::bind$|^rocket::(build|custom)$|^tonic::transport::Server::builder$|^tide::(new|with_state)$|^tiny_http::Server::http$|^rouille::start_server$|^quinn::Endpoint::server$|^salvo::(\w+::)*TcpListener::new$/;
/** Methods by which values of a crate listen. */
const BY_METHOD = [
  { crate: /^(async-nats|nats|tonic)$/, method: /^(service_builder|add_service)$/ },
  { crate: /^libp2p$/, method: /^listen_on$/ },
];
/** Methods that make a consumer of a JetStream stream: it subscribes as a core subscription does. */
const CONSUMES = /^(create_consumer|get_or_create_consumer|create_consumer_on_stream|create_consumer_strict)$/;

/** What the binaries of the packages listen to. */
export const serviceOf = memo(({ files, packages }: RustCode): Serving => servingOf(files, packages));

/** What the binaries of packages, built with default features, listen to. */
function servingOf(files: Files, packages: readonly Package[]): Serving {
  if (!packages.some(({ targets }) => targets.some(isBinary))) return {};
  const library = libraryCode(files, packages, defaultBuild);
  const graph = callGraphOf(library);
  let main: Serving['main'];
  for (const pkg of packages)
    for (const start of mainsOf(files, pkg, graph)) {
      main ??= { path: start.source.path, line: start.fn.line };
      const place = placeOf(reachedFrom([start], graph), library, packages);
      if (place) return { place, main: { path: start.source.path, line: start.fn.line } };
    }
  return main ? { main } : {};
}

function isBinary({ kind, exists }: Target): boolean {
  return kind === 'bin' && exists;
}

/** The `main` of each binary that default features build, that of the package's name first; Rocket's is `#[launch]`. */
function mainsOf(files: Files, pkg: Package, { bodies }: CallGraph): Body[] {
  const { features } = defaultBuild(pkg);
  const targets = pkg.targets
    .filter(target => isBinary(target) && target.requiredFeatures.every(each => features.has(each)))
    .toSorted((a, b) => Number(b.name === pkg.name) - Number(a.name === pkg.name));
  return targets.flatMap(target => {
    const root = crateOf(files, pkg, target).root.source;
    const launched = functionsOf(root.file).find(({ fn }) =>
      fn.attributes.some(({ path }) => /(^|::)launch$/.test(path)),
    );
    const names = ['main', ...(launched ? [launched.fn.name] : [])];
    return names.flatMap(name => bodies.get(name) ?? []).filter(({ source }) => source.path === root.path);
  });
}

function placeOf(
  reached: readonly Body[],
  library: readonly LibraryFile[],
  packages: readonly Package[],
): Serving['place'] {
  const listens = listenedTo(reached, packages);
  if (listens) return listens;
  return dependsOnNats(packages) ? subscribedTo(reached, library, packages) : undefined;
}

function listenedTo(reached: readonly Body[], packages: readonly Package[]): Serving['place'] {
  const listens = BY_METHOD.filter(({ crate }) =>
    packages.some(({ dependencies }) => dependencies.some(each => each.kind === 'normal' && crate.test(each.package))),
  );
  for (const { source, range } of reached) {
    const { tokens } = source.file;
    for (const { path, at, args } of pathCalls(tokens, range)) {
      const full = fullPath(source.file, path.filter(Boolean));
      if (!LISTENS.test(full) && !LISTENS.test(path.join('::'))) continue;
      if (!isAnyPort(tokens, args) && isOn(source, at)) return placed(source, at, `\`${path.join('::')}\``);
    }
    for (const { name, at } of methodCalls(tokens, range))
      if (listens.some(({ method }) => method.test(name)) && isOn(source, at))
        return placed(source, at, `\`.${name}\``);
  }
  return undefined;
}

/** `bind("127.0.0.1:0")`: a port that the system chooses is one to find or to try, and nobody else knows it. */
function isAnyPort(tokens: Tokens, args: Range): boolean {
  for (let at = args.from; at < args.to; at += 1) {
    const text = stringValue(tokens, at);
    if (text !== undefined) return text.endsWith(':0') || tokenText(tokens, at + 2) === '0';
  }
  return false;
}

function subscribedTo(
  reached: readonly Body[],
  library: readonly LibraryFile[],
  packages: readonly Package[],
): Serving['place'] {
  const functions = new Set(reached.map(({ fn }) => fn));
  const call = natsCalls(library, packages).find(
    ({ kind, within, source, at }) =>
      kind === 'subscribe' && within !== undefined && functions.has(within.fn) && isOn(source, at),
  );
  if (call) return placed(call.source, call.at, `\`.${call.name}\``);
  for (const { source, range } of reached) {
    const consumes = ({ name, at }: MethodCall) => CONSUMES.test(name) && isOn(source, at);
    const consumer = [...methodCalls(source.file.tokens, range)].find(consumes);
    if (consumer) return placed(source, consumer.at, `\`.${consumer.name}\``);
  }
  return undefined;
}

function placed({ path, file }: LibraryFile, at: number, what: string): NonNullable<Serving['place']> {
  return { path, line: lineAt(file.tokens, at), what };
}
