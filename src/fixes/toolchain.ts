import { editToml } from '../formats/toml-edit.js';
import { readText } from '../snapshot/files.js';
import { type Declined, declined, type Fix, type FixContext, type Proposal } from './fix.js';

export const rustToolchain: Fix = {
  criteria: ['rust-toolchain'],
  propose(context): Proposal | Declined {
    const channel = channelFor(context);
    if (channel === undefined)
      return declined('nothing in the repository tells which Rust version builds it', 'toolchain');
    const summary = `Pin Rust ${channel}`;
    const [problem] = context.problems;
    if (problem?.kind === 'no-toolchain')
      return {
        changes: [{ path: 'rust-toolchain.toml', text: `[toolchain]\nchannel = "${channel}"\n` }],
        summary: `${summary} in \`rust-toolchain.toml\``,
      };
    const path = problem?.path;
    const text = path === undefined ? undefined : readText(context.files, path);
    if (path === undefined || !text?.read || problem?.kind === 'local-toolchain')
      return declined('the toolchain file has to be corrected by hand');
    const after =
      editToml(text.value, [{ set: ['toolchain', 'channel'], value: channel }]) ??
      (problem?.subject === undefined ? undefined : text.value.replace(problem.subject, () => channel));
    return after === undefined
      ? declined(`\`${path}\` is not valid TOML: correct it by hand`)
      : { changes: [{ path, text: after }], summary: `${summary} in \`${path}\`` };
  },
};

/** The answer, else the version that the manifest says to support. */
function channelFor({ answers, packages, problems }: FixContext): string | undefined {
  if (answers.toolchain !== undefined) return answers.toolchain;
  const versions = new Set(
    packages.flatMap(({ fields }) => {
      const value = fields.get('rust-version')?.value;
      return typeof value === 'string' && /^\d+\.\d+(?:\.\d+)?$/.test(value) ? value : [];
    }),
  );
  // Code for nightly may need what no release has.
  if (problems.some(({ subject = '' }) => subject.startsWith('nightly'))) return undefined;
  return versions.size === 1 ? [...versions][0] : undefined;
}
