/** Tests that rebuild state from events. */
import type { Package } from '../cargo/model.js';
import { functionsOf, isOn } from '../code/functions.js';
import { testTree } from '../code/integration-tests.js';
import type { Files } from '../files.js';
import { isTestMark } from '../rust/cfg.js';
import type { LibraryFile, SourceFile } from '../rust/crate-model.js';
import type { FnItem } from '../rust/model.js';
import { macroCalls, methodCalls, pathCalls } from '../rust/scan.js';
import { isText } from '../rust/tokens.js';

const REBUILDS =
  /replay|rehydrat|rebuild|reconstruct|reconstitut|^(from|load|apply|fold)_(events?|history|event_stream)$|from_event_stream|^hydrate$|^load_from_history$|^restore_from/i;
const APPLIES = /^apply(_event|_all|_events)?$|^handle_event$|^evolve$|^when$|^mutate$|^transition$/;

/** The first test that rebuilds state from a list of events and asserts it. */
export function replayTest(
  files: Files,
  packages: readonly Package[],
  library: readonly LibraryFile[],
): { readonly path: string; readonly line: number; readonly name: string } | undefined {
  const tests = packages.flatMap(pkg => {
    const { crates, read } = testTree(files, pkg);
    return [...crates.flatMap(crate => crate.files), ...read];
  });
  for (const source of [...tests, ...library]) {
    for (const { fn } of functionsOf(source.file)) {
      const unit = 'off' in source && library.includes(source as LibraryFile);
      if (unit && fn.body && isOn(source as LibraryFile, fn.body.from)) continue;
      if (fn.attributes.some(isTestMark) && rebuilds(source, fn))
        return { path: source.path, line: fn.line, name: fn.name };
    }
  }
  return undefined;
}

function rebuilds({ file: { tokens } }: SourceFile, { body }: FnItem): boolean {
  if (!body) return false;
  const asserts = [...macroCalls(tokens, body)].some(({ name }) => /assert|matches/.test(name));
  if (!asserts) return false;
  const called = [...methodCalls(tokens, body), ...pathCalls(tokens, body)].map(({ name, at }) => ({ name, at }));
  if (called.some(({ name }) => REBUILDS.test(name))) return true;
  const applied = called.filter(({ name }) => APPLIES.test(name));
  const folds = called.some(({ name }) => name === 'fold' || name === 'try_fold');
  let loops = false;
  for (let at = body.from; at < body.to; at += 1) if (isText(tokens, at, 'for')) loops = true;
  return (applied.length > 0 && (folds || loops)) || applied.filter(({ name }) => name.startsWith('apply')).length >= 2;
}
