import { longConstructors, MOST_ARGUMENTS, MOST_FIELDS, wideStructs } from '../../facts/code/builders.js';
import { counted, criterion } from '../criterion.js';
import { codeOutcome, withLibraryCode } from '../shared/code-outcomes.js';
import { itemPlace } from './public-api-criteria.js';

export const builders = criterion({
  id: 'builders',
  title: 'Complex types have builders',
  severity: 'should',
  kind: 'automatic',
  thresholds: { mostArguments: MOST_ARGUMENTS, mostPublicFields: MOST_FIELDS },
  rationale:
    'Sooner or later, someone misreads a call with 7 arguments. A struct with many public fields cannot gain another one without breaking the code that makes it.',
  looksAt: `Public functions that return \`Self\` or their type take at most ${MOST_ARGUMENTS} arguments, not counting self. Public structs with more than ${MOST_FIELDS} public fields implement Default, have a builder (\`…Builder\`, \`builder()\`, chained \`with_*\`), or are \`#[non_exhaustive]\`.`,
  looksNotAt: 'Messages: structs that derive Serialize or Deserialize and have no constructor.',
  remediation:
    'Group the arguments in an options struct, or write a builder: `Parcel::builder().grams(500).build()?`. For a struct of settings, derive `Default` and mark it `#[non_exhaustive]`.',
  example: {
    met: '```rust\npub fn new(options: ParcelOptions) -> Self\n```',
    unmet:
      '```rust\npub fn new(id: Id, grams: u32, from: Place, to: Place, by: Day, fragile: bool, insured: bool) -> Self\n```',
  },
  needs: ['files'],
  check: ({ files }, context) =>
    withLibraryCode(files, context, code => {
      const long = code.items.flatMap(longConstructors).map(({ item, fn }) => ({
        kind: 'long-constructor',
        subject: item.path,
        ...itemPlace(item),
        message: `\`${fn.name}\` takes ${fn.params.length} arguments: group them in a struct or write a builder`,
      }));
      const wide = wideStructs(code.items, code.traits).map(({ item, fields }) => ({
        kind: 'wide-struct',
        subject: item.path,
        ...itemPlace(item),
        message: `\`${item.item?.name}\` has ${fields} public fields, but neither Default nor a builder: derive Default, write a builder, or mark it \`#[non_exhaustive]\``,
      }));
      return codeOutcome(code, {
        problems: [...long, ...wide],
        absent: long.length === 0,
        met: 'no constructor has too many arguments, and no struct has too many public fields without a builder',
        unmet: [
          ...(long.length > 0
            ? [`${counted(long.length, 'constructor')} with more than ${MOST_ARGUMENTS} arguments`]
            : []),
          ...(wide.length > 0
            ? [`${counted(wide.length, 'struct')} with more than ${MOST_FIELDS} public fields and no builder`]
            : []),
        ].join(', '),
      });
    }),
});
