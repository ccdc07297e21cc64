/** Generated items of an API, each with code of a user that compiles against it. */
import fc from 'fast-check';

/** One version of an item. */
export interface ApiItem {
  readonly api: string;
  /** Statements of a user. The item is in the module `api`. */
  readonly user: string;
}

/** Values of a type, as a user writes them. */
interface ValueType {
  readonly type: string;
  readonly values: readonly string[];
  /** A parameter that the function needs, such as `T: Clone`. */
  readonly generic?: string;
}

const PARAMETERS: readonly ValueType[] = [
  { type: 'u8', values: ['1u8'] },
  { type: 'u16', values: ['1u16'] },
  { type: 'String', values: ['text.clone()'] },
  { type: '&str', values: ['&*text', '"text"'] },
  { type: '&String', values: ['&text'] },
  { type: 'Vec<u8>', values: ['bytes.clone()'] },
  { type: '&[u8]', values: ['&*bytes'] },
  { type: '&Vec<u8>', values: ['&bytes'] },
  { type: '&mut Vec<u8>', values: ['&mut bytes'] },
  { type: 'Option<u8>', values: ['Some(1u8)', 'None'] },
  { type: 'impl Into<String>', values: ['text.clone()', '&*text', "'c'"] },
  { type: 'impl AsRef<str>', values: ['text.clone()', '&*text', '&text'] },
  { type: 'impl Fn(u8) -> u8', values: ['|x: u8| x', 'same'] },
  { type: 'impl FnOnce(u8) -> u8', values: ['|x: u8| x', 'move |x: u8| { drop(given); x }'] },
  { type: 'fn(u8) -> u8', values: ['same', '|x: u8| x'] },
  { type: '&dyn std::fmt::Debug', values: ['&text', '&1u8'] },
  { type: 'T', generic: 'T', values: ['Bare', 'text.clone()'] },
  { type: 'T', generic: 'T: Clone', values: ['Cloned', 'text.clone()'] },
  { type: 'T', generic: 'T: Clone + Send', values: ['1u8', 'text.clone()'] },
  { type: '&T', generic: 'T', values: ['&Bare'] },
  { type: '&T', generic: 'T: ?Sized', values: ['&Bare', '&*text'] },
  { type: '(u8, String)', values: ['(1u8, text.clone())'] },
  { type: '[u8; 2]', values: ['[1u8, 2]'] },
  { type: 'Box<dyn Fn(u8) -> u8>', values: ['Box::new(same)'] },
];

const RETURNS: readonly (readonly [type: string, body: string, use: string])[] = [
  ['u8', 'loop {}', 'let _: u8 = RESULT;'],
  ['u16', 'loop {}', 'let _: u16 = RESULT;'],
  ['()', 'loop {}', 'let _: () = RESULT;'],
  ['String', 'loop {}', 'let _: String = RESULT;'],
  ["&'static str", 'loop {}', "let _: &'static str = RESULT;"],
  ['Option<u8>', 'loop {}', 'let _: Option<u8> = RESULT;'],
  ['Result<u8, String>', 'loop {}', 'let _: Result<u8, String> = RESULT;'],
  ['Vec<u8>', 'loop {}', 'let _: Vec<u8> = RESULT;'],
  ['impl Iterator<Item = u8>', 'std::iter::empty::<u8>()', 'let _: Option<u8> = Iterator::next(&mut RESULT);'],
];

const QUALIFIERS = ['', '', '', 'unsafe ', 'async '];

/** A function, or a method with a receiver. */
function functionOf(name: string, path: string, receiver: string, call: string): fc.Arbitrary<ApiItem> {
  return fc
    .record({
      qualifier: fc.constantFrom(...QUALIFIERS),
      parameters: fc.array(fc.constantFrom(...PARAMETERS), { maxLength: 2 }),
      returns: fc.constantFrom(...RETURNS),
    })
    .map(({ qualifier, parameters, returns: [type, body, use] }) => {
      const own = parameters.map((each, index) => ({
        ...each,
        type: each.generic ? each.type.replace('T', `T${index}`) : each.type,
        generic: each.generic?.replace('T', `T${index}`),
      }));
      const generics = own.flatMap(({ generic }) => generic ?? []).join(', ');
      const params = [...(receiver ? [receiver] : []), ...own.map((each, index) => `a${index}: ${each.type}`)].join(
        ', ',
      );
      const longest = Math.max(1, ...own.map(({ values }) => values.length));
      const calls = Array.from({ length: longest }, (_, index) => {
        const args = own.map(({ values }) => values[index % values.length]);
        const made = `${path}(${[...(call ? [call] : []), ...args].join(', ')})`;
        const result = qualifier === 'unsafe ' ? `unsafe { ${made} }` : qualifier === 'async ' ? `${made}.await` : made;
        const statement = use.replace('RESULT', () => result);
        return `{ ${VALUES} ${qualifier === 'async ' ? `let _ = async move { ${statement} };` : statement} }`;
      });
      return {
        api: `${qualifier}fn ${name}${generics ? `<${generics}>` : ''}(${params}) -> ${type} { ${body} }`,
        user: calls.join('\n'),
      };
    });
}

/** What arguments are made of. */
const VALUES = 'let text = String::new(); let given = String::new(); let mut bytes = Vec::<u8>::new();';

const FIELD_TYPES = ['u8', 'u16', 'String', 'Option<u8>'];
/** Users call no method of a derived impl: which impls a type has is no part of what the reader compares. */
const DERIVES = ['Clone', 'Debug', 'Default', 'PartialEq'];

const struct = fc
  .record({
    open: fc.constantFrom('', '', '', '#[non_exhaustive] '),
    derives: fc.subarray(DERIVES),
    fields: fc.tuple(
      ...['a', 'b', 'c'].map(name =>
        fc.record({
          name: fc.constant(name),
          access: fc.constantFrom('pub ', 'pub ', '', 'none'),
          type: fc.constantFrom(...FIELD_TYPES),
        }),
      ),
    ),
    tuple: fc.boolean(),
  })
  .map(({ open, derives, fields, tuple }): ApiItem => {
    const own = fields
      .filter(({ access }) => access !== 'none')
      .map((each, index) => (tuple ? { ...each, name: String(index) } : each));
    const text = own.map(({ name, access, type }) => `${access}${tuple ? '' : `${name}: `}${type}`).join(', ');
    const isWhole = open === '' && own.every(({ access }) => access === 'pub ');
    const reads = own
      .filter(({ access }) => access === 'pub ')
      .map(({ name, type }) => `let _: &${type} = &value.${name};`);
    const named = (value: (type: string) => string) =>
      own.map(({ name, type }) => `${name}: ${value(type)}`).join(', ');
    return {
      api: `${open}#[derive(${derives.join(', ')})] pub struct Own ${tuple ? `(${text});` : `{ ${text} }`}`,
      user: [
        `fn read(value: api::Own) { ${reads.join(' ')} }`,
        ...(isWhole
          ? [`fn make() { let api::Own { ${named(() => '_')} } = (api::Own { ${named(() => 'make()')} }); }`]
          : []),
      ]
        .join('\n')
        .replaceAll('make()', (match, at: number, all: string) =>
          all.slice(at - 3, at) === 'fn ' ? 'construct()' : 'any()',
        ),
    };
  });

const VARIANTS = [
  { name: 'A', text: 'A', pattern: 'A', value: 'A' },
  { name: 'B', text: 'B(u8)', pattern: 'B(_)', value: 'B(1u8)' },
  { name: 'B', text: 'B(String)', pattern: 'B(_)', value: 'B(String::new())' },
  { name: 'C', text: 'C { x: u8 }', pattern: 'C { x: _ }', value: 'C { x: 1u8 }' },
  { name: 'C', text: 'C { x: u8, y: u8 }', pattern: 'C { x: _, y: _ }', value: 'C { x: 1u8, y: 1u8 }' },
  { name: 'D', text: 'D', pattern: 'D', value: 'D' },
] as const;

const enumeration = fc
  .record({
    open: fc.constantFrom('', '', '', '#[non_exhaustive] '),
    variants: fc.uniqueArray(fc.constantFrom(...VARIANTS), { selector: each => each.name, minLength: 1 }),
  })
  .map(
    ({ open, variants }): ApiItem => ({
      api: `${open}pub enum Own { ${variants.map(({ text }) => text).join(', ')} }`,
      user: [
        ...variants.map(({ value }) => `let _ = api::Own::${value};`),
        `fn all(own: api::Own) { match own { ${variants.map(({ pattern }) => `api::Own::${pattern} => (),`).join(' ')} ${open ? '_ => (),' : ''} } }`,
      ].join('\n'),
    }),
  );

const MEMBERS = [
  { name: 'm', text: 'fn m(&self) -> u8;', impl: 'fn m(&self) -> u8 { 1 }', use: 'let _: u8 = own.m();' },
  { name: 'm', text: 'fn m(&self) -> u8 { 1 }', impl: '', use: 'let _: u8 = own.m();' },
  { name: 'm', text: 'fn m(&self, a: u8) -> u8 { 1 }', impl: '', use: 'let _: u8 = own.m(1u8);' },
  { name: 'n', text: 'fn n();', impl: 'fn n() {}', use: 'T::n();' },
  { name: 'n', text: 'fn n() {}', impl: '', use: 'T::n();' },
  { name: 'A', text: 'type A;', impl: 'type A = u8;', use: 'let _: Option<T::A> = None;' },
  { name: 'A', text: 'type A: Clone;', impl: 'type A = String;', use: 'let _: Option<T::A> = None.clone();' },
  { name: 'C', text: 'const C: u8;', impl: 'const C: u8 = 1;', use: 'let _: u8 = T::C;' },
  { name: 'C', text: 'const C: u8 = 1;', impl: '', use: 'let _: u8 = T::C;' },
] as const;

/** Users call nothing of a supertrait: the reader does not follow what other supertraits bring, and says nothing of one that is gone. */
const trait = fc
  .record({
    unsafe: fc.constantFrom('', '', '', 'unsafe '),
    above: fc.constantFrom('', '', 'Clone', 'std::fmt::Debug', 'Send'),
    members: fc.uniqueArray(fc.constantFrom(...MEMBERS), { selector: each => each.name, maxLength: 3 }),
  })
  .map(
    ({ unsafe, above, members }): ApiItem => ({
      api: `pub ${unsafe}trait Own${above ? `: ${above}` : ''} { ${members.map(({ text }) => text).join(' ')} }`,
      user: [
        above === 'Clone' || above === 'std::fmt::Debug' ? `#[derive(${above.split('::').at(-1)})]` : '',
        // A pointer is neither `Send` nor `Sync`.
        `struct Mine${above === 'Send' ? '' : '(*const u8)'};`,
        `${unsafe}impl api::Own for Mine { ${members.map(({ impl }) => impl).join(' ')} }`,
        `fn take<T: api::Own>(own: T) { ${members.map(({ use }) => use).join(' ')} }`,
      ].join('\n'),
    }),
  );

const constant = fc
  .constantFrom(...FIELD_TYPES.slice(0, 2))
  .chain(type =>
    fc.constantFrom<ApiItem>(
      { api: `pub const OWN: ${type} = 1;`, user: `match 1${type} { api::OWN => (), _ => () }` },
      { api: `pub static OWN: ${type} = 1;`, user: `let _: *const ${type} = std::ptr::addr_of!(api::OWN);` },
      { api: `pub type Own = ${type};`, user: `let _: api::Own = 1${type};` },
    ),
  );

const aFunction = functionOf('own', 'api::own', '', '').map(({ api, user }) => ({ api: `pub ${api}`, user }));

const RECEIVERS = [
  ['&self', '&own'],
  ['&mut self', '&mut own'],
  ['self', 'own'],
  ['', ''],
] as const;

const method = fc.constantFrom(...RECEIVERS).chain(([receiver, call]) =>
  functionOf('own', 'api::Own::own', receiver, call).map(({ api, user }) => ({
    api: `pub struct Own(()); impl Own { pub ${api} }`,
    user: `fn call(own: api::Own) { ${user.replaceAll('{ let text', '{ let mut own: api::Own = any(); let text')} }`,
  })),
);

/** How an item is exported under its path, or no more. */
const PLACES: readonly ((api: string) => string)[] = [
  api => api,
  api => api,
  api => api,
  api => api,
  api => `mod inner { ${api} } pub use inner::*;`,
  api => `mod inner { ${api} } pub use self::inner::${/\b(?:own|Own|OWN)\b/.exec(api)?.[0]};`,
  api => api.replace('pub ', 'pub(crate) '),
  api => `mod inner { ${api} }`,
  api => `pub mod inner { ${api} }`,
  () => '',
];

/** Two versions of an item. */
export interface Versions {
  readonly older: ApiItem;
  readonly newer: string;
}

/** Two versions of an item of the same kind, the newer of which may be somewhere else or gone. */
export const versions: fc.Arbitrary<Versions> = fc
  .constantFrom(aFunction, method, struct, enumeration, trait, constant)
  .chain(kind =>
    fc.record({
      older: kind,
      newer: kind,
      same: fc.constantFrom(false, false, true),
      place: fc.constantFrom(...PLACES),
    }),
  )
  .map(({ older, newer, same, place }) => ({ older, newer: place((same ? older : newer).api) }));
