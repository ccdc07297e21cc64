/** Whether a package serves: "Serves" in the standard, and what its binaries come to. */
import { memo } from '../../cache/memo.js';
import type { Package, Target } from '../../cargo/model.js';
import { defaultBuild } from '../../rust/build.js';
import { type MethodCall, methodCalls, pathCalls } from '../../rust/calls.js';
import { readCrate } from '../../rust/crate.js';
import type { LibraryFile } from '../../rust/crate-model.js';
import { libraryCode } from '../../rust/library.js';
import { leadingTypePath } from '../../rust/names.js';
import { isText, isWord, lineAt, stringValue, tokenText } from '../../rust/tokens.js';
import type { Range, Tokens } from '../../rust/tokens-model.js';
import type { Files } from '../../snapshot/files.js';
import { type Body, buildCallGraph, type CallGraph, reachedFrom } from '../code/call-graph.js';
import { functionFacts, isActive } from '../code/functions.js';
import { fullPath, possiblePaths } from '../code/imports.js';
import type { RustCode } from '../code/rust-code.js';
import { natsCalls } from '../nats/calls.js';
import { dependsOnNats } from '../nats/files.js';
import { type HandedOver, handedOver } from './handed-over.js';

export interface Serving {
  /** Where it listens or subscribes; absent if it does not. */
  readonly place?: { readonly path: string; readonly line: number; readonly what: string };
  /** The first binary's `main`. */
  readonly main?: { readonly path: string; readonly line: number };
  /** If it was not seen to listen, where another crate can do it. */
  readonly handedOver?: HandedOver;
}

const LISTENS =
  /(^|::)(TcpListener|UnixListener|TcpSocket)::(bind|listen)$|^(axum|axum_server|warp|hyper|salvo|poem|actix_web)::(\w+::)*(serve|bind|bind_rustls|bind_openssl|from_tcp|from_tcp_rustls|Server::(bind|new)|HttpServer::new)$|(^|::)HttpServer::new$|(^|::)Server::bind$|^rocket::(build|custom)$|^tonic::transport::Server::builder$|^tide::(new|with_state)$|^tiny_http::Server::http$|^rouille::start_server$|^quinn::Endpoint::server$|^salvo::(\w+::)*TcpListener::new$|^(?:nix::sys::socket|libc|rustix::net)::listen$|^listenfd::ListenFd::from_env$|^pingora\w*::(\w+::)*Server::new$|^jsonrpsee\w*::(\w+::)*(?:Server|ServerBuilder|HttpServerBuilder|WsServerBuilder)::(?:builder|default|new)$|^trillium_\w+::(?:run|run_async|config)$|^gotham::(?:start|init_server)$|^tarpc::serde_transport::tcp::listen$|^s2n_quic::Server::builder$|^viz::serve$/;
/** Crates whose servers and builders are handed from function to function, until a method binds them. */
const SERVERS =
  /^(?:actix_\w+|axum|axum_server|hyper|hyper_util|warp|poem|salvo|tide|rocket|tonic|ntex\w*|gotham|trillium\w*|pingora\w*|jsonrpsee\w*|tarpc|viz|hickory_server|quinn|s2n_quic|socket2|tokio)::(?:\w+::)*\w*(?:Server|Listener|Socket|Rocket|Router|ServerBuilder|Builder|Service|ServerFuture)$/;
/** Methods by which those listen. */
const BINDS = /^(?:bind|listen|serve|launch|register_listener|add_tcp|run_forever)(?:_\w+)?$/;
/** Makes a socket that a method turns into a listener. */
const SOCKET = /^socket2::Socket::(?:new|new_raw)$|(?:^|::)TcpSocket::new_v[46]$/;
/** Methods by which values of a crate listen. */
const BY_METHOD = [
  { crate: /^(async-nats|nats|tonic)$/, method: /^(service_builder|add_service)$/ },
  { crate: /^libp2p$/, method: /^listen_on$/ },
];
/** Methods that make a consumer of a JetStream stream: it subscribes as a core subscription does. */
const CONSUMES = /^(create_consumer|get_or_create_consumer|create_consumer_on_stream|create_consumer_strict)$/;

/** What the binaries of the packages listen to. */
export const moduleService = memo(({ files, packages }: RustCode): Serving => servingOf(files, packages));

/** What the binaries of packages, built with default features, listen to. */
function servingOf(files: Files, packages: readonly Package[]): Serving {
  if (!packages.some(({ targets }) => targets.some(isBinary))) return {};
  let main: Serving['main'];
  let over: HandedOver | undefined;
  for (const pkg of packages) {
    if (!pkg.targets.some(isBinary)) continue;
    const linked = linkedInto(pkg, packages);
    const library = libraryCode(files, linked, defaultBuild);
    const graph = buildCallGraph(library);
    for (const start of mainsOf(files, pkg, graph)) {
      main ??= { path: start.source.path, line: start.fn.line };
      const reached = reachedFrom([start], graph);
      const place = placeOf(reached, library, linked);
      if (place) return { place, main: { path: start.source.path, line: start.fn.line } };
      over ??= handedOver(reached, linked);
    }
  }
  return { ...(main ? { main } : {}), ...(over ? { handedOver: over } : {}) };
}

/** A package, and those of the others that it depends on, directly or through others. */
function linkedInto(pkg: Package, packages: readonly Package[]): readonly Package[] {
  const linked = new Set([pkg]);
  for (const { dependencies } of linked)
    for (const other of packages)
      if (dependencies.some(({ kind, package: name }) => kind === 'normal' && name === other.name)) linked.add(other);
  return [...linked];
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
    const root = readCrate(files, pkg, target).root.source;
    const launched = functionFacts(root.file).find(({ fn }) =>
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
  const receives = reached.some(({ source, range }) =>
    methodCalls(source.file.tokens, range).some(({ name }) => /^(?:try_)?recv(?:_buf)?(?:_from)?$/.test(name)),
  );
  for (const body of reached) {
    const { source, range } = body;
    const { tokens } = source.file;
    let makesSocket = false;
    for (const call of pathCalls(tokens, range)) {
      const { path, at } = call;
      const full = fullPath(source.file, path.filter(Boolean));
      makesSocket ||= SOCKET.test(full);
      const isUdp = receives && /(?:^|::)UdpSocket::bind$/.test(full);
      const possible = [...possiblePaths(source.file, path.filter(Boolean)), path.join('::')];
      if (!isUdp && !possible.some(each => LISTENS.test(each))) continue;
      if (!isProbe(body, call) && isActive(source, at)) return placed(source, at, `\`${path.join('::')}\``);
    }
    for (const call of methodCalls(tokens, range)) {
      const { name, at } = call;
      const binds =
        listens.some(({ method }) => method.test(name)) ||
        (makesSocket && name === 'listen') ||
        (BINDS.test(name) && SERVERS.test(parameterType(body, at - 2)) && !isProbe(body, call));
      if (binds && isActive(source, at)) return placed(source, at, `\`.${name}\``);
    }
  }
  return undefined;
}

/** The full path of a parameter's type; empty if the token is not a parameter's name. */
function parameterType({ source: { file }, fn }: Body, at: number): string {
  const name = tokenText(file.tokens, at);
  const type = fn.params.find(({ pattern }) => tokenText(file.tokens, pattern.to - 1) === name)?.type;
  return type ? fullPath(file, leadingTypePath(file.tokens, type).filter(Boolean)) : '';
}

/** A listener that only finds or tests a port, which nothing else uses. */
function isProbe({ source: { file }, range }: Body, { args, next }: MethodCall): boolean {
  const { tokens } = file;
  const given = isWord(tokens, args.to - 1) && args.to - args.from <= 2 ? valueOf(tokens, range, args) : args;
  if (isAnyPort(tokens, args) || (given && isAnyPort(tokens, given))) return true;
  for (let at = next; at < range.to && !/^[;{}]$/.test(tokenText(tokens, at)); at += 1)
    if (/^(?:is_ok|is_err|local_addr)$/.test(tokenText(tokens, at))) return true;
  return false;
}

/** What a local is bound to: the tokens between `=` and `;`. */
function valueOf(tokens: Tokens, body: Range, { to }: Range): Range | undefined {
  const name = tokenText(tokens, to - 1);
  for (let at = body.from; at < to; at += 1) {
    if (!isText(tokens, at, 'let') || !isText(tokens, at + 1, name)) continue;
    let end = at;
    while (end < to && !isText(tokens, end, ';')) end += 1;
    return { from: at + 2, to: end };
  }
  return undefined;
}

/** `bind("127.0.0.1:0")`, `bind((Ipv4Addr::LOCALHOST, 0))`: a port that the system chooses. */
function isAnyPort(tokens: Tokens, { from, to }: Range): boolean {
  for (let at = from; at < to; at += 1) {
    if (stringValue(tokens, at)?.endsWith(':0')) return true;
    if (/^0(?:u16)?$/.test(tokenText(tokens, at)) && isText(tokens, at - 1, ',') && isText(tokens, at + 1, ')'))
      return true;
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
      kind === 'subscribe' && within !== undefined && functions.has(within.fn) && isActive(source, at),
  );
  if (call) return placed(call.source, call.at, `\`.${call.name}\``);
  for (const { source, range } of reached) {
    const consumes = ({ name, at }: MethodCall) => CONSUMES.test(name) && isActive(source, at);
    const consumer = [...methodCalls(source.file.tokens, range)].find(consumes);
    if (consumer) return placed(source, consumer.at, `\`.${consumer.name}\``);
  }
  return undefined;
}

function placed({ path, file }: LibraryFile, at: number, what: string): NonNullable<Serving['place']> {
  return { path, line: lineAt(file.tokens, at), what };
}
