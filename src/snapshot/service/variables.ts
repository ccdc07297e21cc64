/** Environment variables that library code reads. */
import type { Package } from '../cargo/model.js';
import { isOn, itemsOf } from '../code/functions.js';
import { fullPath } from '../code/imports.js';
import type { LibraryFile } from '../rust/crate-model.js';
import type { RustFile } from '../rust/model.js';
import { methodCalls, pathCalls } from '../rust/scan.js';
import { inside, isText, isWord, kindAt, lineAt, stringValue, wordAt } from '../rust/tokens.js';
import { Punct, type Range } from '../rust/tokens-model.js';

export interface Variable {
  /** Absent where the name is not a literal. */
  readonly name?: string;
  readonly path: string;
  readonly line: number;
}

/** Every place that reads the environment, in order. */
export function variablesOf(library: readonly LibraryFile[], packages: readonly Package[]): Variable[] {
  const consts = constsOf(library);
  const readsFilter = packages.some(({ dependencies }) =>
    dependencies.some(
      ({ package: name, kind }) =>
        kind === 'normal' && /^(tracing-subscriber|env_logger|pretty_env_logger)$/.test(name),
    ),
  );
  return library.flatMap(source => {
    const { file, path } = source;
    const { tokens } = file;
    const all = { from: 0, to: tokens.count };
    const found: (Variable & { at: number })[] = [];
    const add = (at: number, name?: string) => {
      if (isOn(source, at)) found.push({ at, path, line: lineAt(tokens, at), ...(name === undefined ? {} : { name }) });
    };
    for (const { path: words, at, args } of pathCalls(tokens, all)) {
      const full = fullPath(file, words.filter(Boolean));
      if (/^(std::env|dotenvy|dotenv|env)::(var|var_os)$/.test(full)) add(at, nameAt(file, args, consts));
      else if (
        /(^|::)Env::(prefixed|raw)$|(^|::)Environment::(with_prefix|default)$|^envy::(from_env|prefixed)$/.test(full)
      )
        add(at);
      else if (
        readsFilter &&
        /(^|::)(EnvFilter::(from_default_env|try_from_default_env)|env_logger::(init|try_init|builder)|Env::default)$/.test(
          full,
        )
      )
        add(at, 'RUST_LOG');
    }
    for (const { name, at } of methodCalls(tokens, all))
      if (
        readsFilter &&
        /^(with_default_directive|from_env_lossy|try_from_env|from_env)$/.test(name) &&
        /EnvFilter/.test(tokens.text)
      )
        add(at, 'RUST_LOG');
    for (const [at, name] of argVariables(file)) add(at, name);
    return found.sort((a, b) => a.at - b.at).map(({ at: _at, ...variable }) => variable);
  });
}

function constsOf(library: readonly LibraryFile[]): ReadonlyMap<string, string> {
  const consts = new Map<string, string>();
  for (const { file } of library)
    for (const item of itemsOf(file)) {
      if (item.kind !== 'const' || !item.value) continue;
      const value = stringValue(file.tokens, item.value.from);
      if (value !== undefined) consts.set(item.name, value);
    }
  return consts;
}

function nameAt({ tokens }: RustFile, args: Range, consts: ReadonlyMap<string, string>): string | undefined {
  const from = isText(tokens, args.from, '&') ? args.from + 1 : args.from;
  return (
    stringValue(tokens, from) ?? (isWord(tokens, args.to - 1) ? consts.get(wordAt(tokens, args.to - 1)) : undefined)
  );
}

/** `#[arg(env = "PORT")]`, `#[clap(env)]` of a field: clap takes the field's name in capitals. */
function* argVariables(file: RustFile): Generator<readonly [number, string]> {
  const { tokens } = file;
  for (const item of itemsOf(file)) {
    if (item.kind !== 'struct') continue;
    for (const field of item.fields)
      for (const { path, args } of field.attributes) {
        if (path !== 'arg' && path !== 'clap' && path !== 'structopt') continue;
        for (let at = args.from; at < args.to; at += 1) {
          if (!isText(tokens, at, 'env') || isText(tokens, at - 1, '.')) continue;
          if (isText(tokens, at + 1, '=')) yield [at, stringValue(tokens, at + 2) ?? field.name.toUpperCase()];
          else if (kindAt(tokens, at + 1) === Punct.ParenOpen) {
            const name = stringValue(tokens, inside(tokens, at + 1).from);
            if (name !== undefined) yield [at, name];
          } else yield [at, field.name.toUpperCase()];
        }
      }
  }
}
