/** A container image of a service, and the workflow that builds it. */
import type { FileChange } from '../snapshot/changed-files.js';
import { pinnedChannel } from '../facts/toolchain.js';
import { type Declined, declined, type Fix, type FixContext, type Proposal } from './fix.js';
import { freePath, only } from './problems.js';
import { imageWorkflow } from './workflows.js';

export const containerImage: Fix = {
  criteria: ['docker'],
  rewords: ['ci-cross-platform'],
  alsoChanges: { 'tests-pass-in-ci': ['unknown'] },
  propose(context): Proposal | Declined {
    const { files, problems } = context;
    const workflow = imageWorkflow.propose(context);
    if ('declined' in workflow) return workflow;
    if (!problems.some(({ kind }) => kind === 'no-image')) {
      const hasDockerfile = files.entries.has('Dockerfile') && only(problems, 'missing-job');
      return hasDockerfile ? workflow : declined('the image has to be corrected by hand');
    }
    const image = dockerfile(context);
    if ('declined' in image) return image;
    return {
      changes: [...image.changes, ...workflow.changes],
      summary: `Add a \`Dockerfile\`, and ${workflow.changes.map(({ path }) => `\`${path}\``).join('')} which builds the image`,
      remains: 'Build the image once: libraries of the system that the service needs are not installed in it.',
    };
  },
};

function dockerfile(context: FixContext): { readonly changes: readonly FileChange[] } | Declined {
  const { files, packages } = context;
  const binaries = packages.flatMap(({ targets }) => targets.filter(({ kind }) => kind === 'bin'));
  const [binary, ...others] = binaries;
  if (!binary || others.length > 0)
    return declined('the module has several programs: only a person knows which one the image starts');
  if (!/^[\w-]{1,64}$/.test(binary.name)) return declined(`\`${binary.name}\` cannot be the name of a program`);
  if (!files.entries.has('Cargo.lock')) return declined('Cargo.lock is not committed: commit it first');
  if (
    packages.some(({ dependencies }) =>
      dependencies.some(({ source, folder }) => source === 'git' || (source === 'path' && folder === undefined)),
    )
  )
    return declined('the build needs repositories that the image cannot read');
  const version = /^\d+\.\d+(?:\.\d+)?$/.exec(pinnedChannel(files) ?? '')?.[0];
  if (version === undefined) return declined('no Rust version is pinned: fix `rust-toolchain` first');
  const text = `FROM rust:${version}-bookworm AS build
WORKDIR /build
COPY . .
RUN cargo build --release --locked --bin ${binary.name}

FROM debian:bookworm-slim
COPY --from=build /build/target/release/${binary.name} /usr/local/bin/${binary.name}
USER nobody
ENTRYPOINT ["${binary.name}"]
`;
  const ignore = freePath(context, '.dockerignore');
  return {
    changes: [
      { path: 'Dockerfile', text },
      ...(ignore === undefined ? [] : [{ path: ignore, text: '/target/\n.git\n.env\n' }]),
    ],
  };
}
