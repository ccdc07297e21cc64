/** Calls by which a binary can let another crate listen, if that crate is not known: `other::run(config)`. */
import type { Package } from '../../cargo/model.js';
import { type MethodCall, methodCalls, pathCalls } from '../../rust/calls.js';
import type { FnItem } from '../../rust/model.js';
import { isText, isWord, lineAt, tokenText, wordAt } from '../../rust/tokens.js';
import type { Body } from '../code/call-graph.js';
import { declaredType } from '../code/declared-types.js';
import { isActive } from '../code/functions.js';
import { fullPath, readPathWords } from '../code/imports.js';

export interface HandedOver {
  readonly path: string;
  readonly line: number;
  readonly what: string;
}

/** Functions that run until the program ends. */
const RUNS = /^(?:run|serve|start|launch|listen)(?:_server|_service|_forever|_async|_blocking|_with_\w+)?$/;
/** Methods by which a server listens. */
const LISTENS = /^(?:serve|listen|listen_and_serve|launch|run_forever|serve_forever)$/;
/** Crates that run something else than a server: windows, tests, tasks, processes, migrations. */
const NO_SERVERS =
  /^(?:std|core|tokio|async_std|smol|futures\w*|pollster|rayon|crossbeam\w*|eframe|egui\w*|iced\w*|dioxus\w*|leptos\w*|yew\w*|tauri\w*|winit|bevy\w*|relm4|slint|gtk4?|gio|fltk|druid|cursive|ratatui|criterion|divan|proptest|trybuild|insta|duct|xshell|subprocess|clap\w*|argh|structopt|sqlx|diesel\w*|refinery\w*|sea_orm\w*|tracing\w*|log|env_logger|color_eyre)$/;

/** The first call in these functions that can hand serving over to another crate. */
export function handedOver(reached: readonly Body[], packages: readonly Package[]): HandedOver | undefined {
  const own = new Set(packages.map(({ name }) => name.replaceAll('-', '_')));
  const foreign = new Set(
    packages
      .flatMap(({ dependencies }) => dependencies)
      .filter(({ kind }) => kind === 'normal')
      .map(({ name }) => name.replaceAll('-', '_'))
      .filter(name => !own.has(name) && !NO_SERVERS.test(name)),
  );
  for (const body of foreign.size > 0 ? reached : []) {
    const { source, range } = body;
    const { tokens } = source.file;
    for (const { name, path, at } of pathCalls(tokens, range)) {
      const [crate = '', ...rest] = fullPath(source.file, path.filter(Boolean)).split('::');
      if (rest.length > 0 && RUNS.test(name) && foreign.has(crate) && isActive(source, at))
        return placed(body, at, [crate, ...rest].join('::'));
    }
    for (const call of methodCalls(tokens, range))
      if (LISTENS.test(call.name) && isActive(source, call.at) && isOfForeignTrait(body, call, foreign))
        return placed(body, call.at, `.${call.name}`);
  }
  return undefined;
}

/** Whether a method is called on a generic parameter that only a trait of another crate bounds. */
function isOfForeignTrait({ source: { file }, fn }: Body, { at }: MethodCall, foreign: ReadonlySet<string>): boolean {
  const type =
    isWord(file.tokens, at - 2) && !isText(file.tokens, at - 3, '.') ? parameterOf(file.tokens, fn, at) : undefined;
  if (!type) return false;
  const [own, ...bounds] = declaredType(file, type, fn);
  const generic = bounds.length > 0 || isText(file.tokens, own?.from ?? -1, 'impl');
  return (
    generic &&
    [type, ...bounds].some(({ from, to }) => {
      for (let next = from; next < to; next += 1) {
        if (!isWord(file.tokens, next) || isText(file.tokens, next - 1, '::')) continue;
        const [crate = ''] = fullPath(file, readPathWords(file.tokens, next, to).words).split('::');
        if (foreign.has(crate)) return true;
      }
      return false;
    })
  );
}

function parameterOf(tokens: Body['source']['file']['tokens'], { params }: FnItem, at: number) {
  const name = wordAt(tokens, at - 2);
  return params.find(({ pattern }) => tokenText(tokens, pattern.to - 1) === name)?.type;
}

function placed({ source: { path, file } }: Body, at: number, name: string): HandedOver {
  return { path, line: lineAt(file.tokens, at), what: name };
}
