import { longConstructors, MOST_ARGUMENTS, MOST_FIELDS, wideStructs } from '../snapshot/code/builders.js';
import { errorTypesOf } from '../snapshot/code/errors.js';
import { blockingInPublic } from '../snapshot/code/public-blocking.js';
import { type ReturnedError, returnedErrors } from '../snapshot/code/results.js';
import { derivesTrait, hasTrait } from '../snapshot/code/types.js';
import type { PublicItem } from '../snapshot/rust/crate-model.js';
import { kindsOf, ofPublicItems } from '../snapshot/rust/public-kinds.js';
import { apiStability } from './api-stability.js';
import { counted, criterion, type Evidence, notApplicable, type Section } from './criterion.js';
import { codeVerdict, type RustCode, tally, withLibraryCode } from './rust-code.js';

const standardTraits = criterion({
  id: 'standard-traits',
  title: 'Public types implement Debug',
  severity: 'must',
  kind: 'automatic',
  rationale:
    'A type without `Debug` cannot be printed in a log, a test or an error, nor be part of a type that derives it.',
  looksAt:
    'Every public struct, enum and union of the library: it derives `Debug`, or implements it by hand or by a macro call that names both.',
  looksNotAt: 'Types that outside code cannot reach. `Clone`, `PartialEq` and `Default` are hints, no findings.',
  remediation:
    'Write `#[derive(Debug)]`. Where a field has no `Debug`, or must not be printed, implement `std::fmt::Debug` by hand. `#![warn(missing_debug_implementations)]` finds them while you build.',
  example: {
    met: '```rust\n#[derive(Debug, Clone, PartialEq)]\npub struct Parcel {\n    grams: u32,\n}\n```',
    unmet: '```rust\npub struct Parcel {\n    grams: u32,\n}\n```',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withLibraryCode(files, context, code => {
      const types = code.items.map(publicTypes);
      const count = types.reduce((sum, { all }) => sum + all, 0);
      if (count === 0) return notApplicable('the library has no public types');
      const without = types.flatMap(({ undebugged }) =>
        undebugged.filter(({ item, source }) => item && !hasTrait(source.file, item, 'Debug', code.traits)),
      );
      return codeVerdict(code, {
        findings: without.map(({ kind, item, file, line, column }) => ({
          path: file,
          line,
          column,
          message: `${kind} \`${item?.name}\` does not implement \`Debug\`: derive it`,
        })),
        met: `${counted(count, 'public type')}, each with Debug`,
        unmet: `${without.length} of ${counted(count, 'public type')} without Debug`,
      });
    }),
});

/** The public types of a file: how many, and those that derive no Debug. */
const publicTypes = ofPublicItems.memo((items: readonly PublicItem[]) => {
  const { types } = kindsOf(items);
  const undebugged = types.filter(({ item, source }) => item && !derivesTrait(source.file, item, 'Debug'));
  return { all: types.length, undebugged };
});

const builders = criterion({
  id: 'builders',
  title: 'Complex types have builders',
  severity: 'should',
  kind: 'automatic',
  rationale:
    'A call with seven arguments is read wrongly sooner or later, and a struct with many public fields can never gain one more without breaking who makes it.',
  looksAt: `Public functions that return \`Self\` or their type take at most ${MOST_ARGUMENTS} arguments besides self. Public structs with over ${MOST_FIELDS} public fields implement Default, have a builder (\`…Builder\`, \`builder()\`, chained \`with_*\`) or are \`#[non_exhaustive]\`.`,
  looksNotAt: 'Messages: structs that derive Serialize or Deserialize and have no constructor.',
  remediation:
    'Gather arguments in an options struct, or write a builder: `Parcel::builder().grams(500).build()?`. For a struct of settings, derive `Default` and mark it `#[non_exhaustive]`.',
  example: {
    met: '```rust\npub fn new(options: ParcelOptions) -> Self\n```',
    unmet:
      '```rust\npub fn new(id: Id, grams: u32, from: Place, to: Place, by: Day, fragile: bool, insured: bool) -> Self\n```',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withLibraryCode(files, context, code => {
      const long = code.items.flatMap(longConstructors).map(({ item, fn }) => ({
        ...placeOf(item),
        message: `\`${fn.name}\` takes ${fn.params.length} arguments: gather them in a struct, or write a builder`,
      }));
      const wide = wideStructs(code.items, code.traits).map(({ item, fields }) => ({
        ...placeOf(item),
        message: `\`${item.item?.name}\` has ${fields} public fields, no Default and no builder: derive Default, write a builder, or mark it \`#[non_exhaustive]\``,
      }));
      return codeVerdict(code, {
        findings: [...long, ...wide],
        met: 'no constructor and no struct asks for too much at once',
        unmet: [
          ...(long.length > 0 ? [`${counted(long.length, 'constructor')} with over ${MOST_ARGUMENTS} arguments`] : []),
          ...(wide.length > 0
            ? [`${counted(wide.length, 'struct')} with over ${MOST_FIELDS} public fields and no builder`]
            : []),
        ].join(', '),
      });
    }),
});

const asyncFirst = criterion({
  id: 'async-first',
  title: 'No public function blocks',
  severity: 'should',
  kind: 'automatic',
  rationale:
    'A function that blocks a thread of the async runtime stops every other task on it; from its signature nobody can tell.',
  looksAt:
    "Crates that depend on an async runtime or a network client: public functions, followed through the crate's own functions, do not call `block_on`, `thread::sleep`, `std::net` sockets or blocking clients; async ones not `std::fs` and `std::process` either.",
  looksNotAt: 'What runs inside `spawn_blocking` or in a Drop impl. Calls that cannot be followed.',
  remediation:
    "Make the function `async` and use the runtime's own calls (`tokio::time::sleep`, `tokio::fs`), or hand the work to `tokio::task::spawn_blocking`.",
  example: {
    met: '```rust\npub async fn settle(&self) {\n    tokio::time::sleep(self.pause).await;\n}\n```',
    unmet: '```rust\npub fn settle(&self) {\n    std::thread::sleep(self.pause);\n}\n```',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withLibraryCode(files, context, code => {
      if (!dependsOnRuntime(code)) return notApplicable('no dependency on an async runtime or a network client');
      const blocking = blockingInPublic(code.items, code.library);
      return codeVerdict(code, {
        findings: blocking.map(({ path, line, column, what, by }) => ({
          path,
          line,
          column,
          message: `\`${what}\` blocks the thread, and the public function \`${by}\` comes here`,
        })),
        met: 'no public function blocks, as far as calls can be followed',
        unmet: `public functions block: ${tally(blocking.map(({ what }) => what))}`,
      });
    }),
});

const RUNTIME =
  /^(tokio|async-std|smol|futures|futures-executor|embassy-executor|reqwest|hyper|axum|actix-web|actix-rt|warp|tonic|async-nats|nats|sqlx|quinn|tungstenite|tokio-tungstenite|surf|isahc|lapin|rdkafka|redis|zbus)$/;

function dependsOnRuntime({ packages }: RustCode): boolean {
  return packages.some(({ dependencies }) =>
    dependencies.some(({ kind, package: name }) => kind === 'normal' && RUNTIME.test(name)),
  );
}

const errorTypes = criterion({
  id: 'error-types',
  title: 'Errors have types of their own',
  severity: 'must',
  kind: 'automatic',
  rationale:
    'Who gets a `String` or a boxed error can only print it. Who gets a type of its own can tell a lost connection from a wrong order.',
  looksAt:
    'The error of each public function that returns a `Result`, through aliases and boxed futures: not `String`, `&str`, `()`, `Box<dyn Error>`, `anyhow::Error` or a known alias of one.',
  looksNotAt: 'Functions that outside code cannot reach; generic errors; what a trait of another crate prescribes.',
  remediation:
    'Define an error type of the crate (`#[derive(Debug, thiserror::Error)] pub enum ParcelError { … }`), return it, and convert with `?` and `#[from]`.',
  example: {
    met: '```rust\npub fn order(grams: u32) -> Result<Parcel, ParcelError>\n```',
    unmet: '```rust\npub fn order(grams: u32) -> Result<Parcel, String>\n```',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withLibraryCode(files, context, code => {
      const errors = returnedErrors(code.crates);
      const untyped = errors.filter(each => each.untyped !== undefined);
      return codeVerdict(code, {
        findings: untyped.map(({ item, untyped: of }) => ({
          ...placeOf(item),
          message: `\`${item.path}\` returns \`${of}\` as its error: return a type of the crate`,
        })),
        met:
          errors.length === 0
            ? 'no public function returns a Result'
            : `${counted(errors.length, 'public function')} with a Result, each with an error type`,
        unmet: `${untyped.length} of ${counted(errors.length, 'public function')} with a Result without an error type: ${tally(untyped.map(each => each.untyped ?? ''))}`,
      });
    }),
});

const errorEnum = criterion({
  id: 'error-enum',
  title: 'Functions return an error of the crate',
  severity: 'must',
  kind: 'automatic',
  rationale:
    "One error type of the crate's own says all that can go wrong here, in this domain's words, and lets callers handle each.",
  looksAt:
    'Where public functions return a `Result`: an enum or struct of the crate implements `std::error::Error` (thiserror, a like derive, or by hand) with a message for each variant, and at least one public function returns it.',
  looksNotAt: 'How many functions return it: the share is in the message.',
  remediation:
    'Write `#[derive(Debug, thiserror::Error)]` on an enum of the crate, `#[error("…")]` on each variant, and return it from public functions.',
  example: {
    met: '```rust\n#[derive(Debug, thiserror::Error)]\npub enum ParcelError {\n    #[error("a weight of {0} g cannot be carried")]\n    Weight(u32),\n}\n```',
    unmet: '```rust\npub fn order(grams: u32) -> Result<Parcel, std::io::Error>\n```',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withLibraryCode(files, context, code => {
      const returned = returnedErrors(code.crates);
      if (returned.length === 0) return notApplicable('no public function returns a Result');
      const own = errorTypesOf(code.library, code.traits);
      const names = new Set(own.map(({ name }) => name));
      const ours = returned.filter(({ name }) => names.has(name));
      const returnedOwn = own.filter(({ name }) => ours.some(each => each.name === name));
      const silent = returnedOwn.some(each => each.silent.length === 0) ? [] : returnedOwn.flatMap(silentIn);
      return codeVerdict(code, {
        findings: ours.length === 0 ? [noErrorOf(own.length > 0, returned)] : silent,
        met: `${ours.length} of ${counted(returned.length, 'public function')} with a Result return an error of the crate`,
        unmet:
          ours.length === 0
            ? 'no public function returns an error of the crate'
            : `${counted(silent.length, 'variant')} of errors without a message`,
      });
    }),
});

function noErrorOf(exists: boolean, returned: readonly ReturnedError[]): Evidence {
  const first = returned[0] as ReturnedError;
  const advice = exists ? 'the crate has an error type: return it' : 'define one, for example with thiserror';
  return { ...placeOf(first.item), message: `\`${first.item.path}\` returns \`${tight(first.error)}\`: ${advice}` };
}

/** A type as a person writes it: tokens come with a space between each two. */
function tight(type: string): string {
  return type.replace(/ ?(::|[<>()&]) ?/g, '$1').replace(/ ,/g, ',');
}

function silentIn({ path, silent }: ReturnType<typeof errorTypesOf>[number]): Evidence[] {
  return silent.map(({ name, line }) => ({
    path,
    line,
    message: `\`${name}\` has no message: write \`#[error("…")]\``,
  }));
}

function placeOf({ file, line, column }: { file: string; line: number; column: number }) {
  return { path: file, line, column };
}

export const apiDesign: Section = {
  id: 'api-design',
  title: 'API design',
  criteria: [apiStability, standardTraits, builders, asyncFirst, errorTypes, errorEnum],
};
