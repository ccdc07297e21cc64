import { readCargo } from '../../cargo/cargo.js';
import type { Package } from '../../cargo/model.js';
import { imageRuns, nixRuns } from '../../facts/ci/ci-runs.js';
import { type Dockerfile, readDockerfiles } from '../../facts/service/dockerfile.js';
import { readNix } from '../../formats/nix.js';
import { type Files, baseName } from '../../snapshot/files.js';
import { counted, criterion, type Problem, unknown, unmet } from '../criterion.js';
import { ciOutcome, moduleCi } from '../shared/ci-outcomes.js';
import { withServing } from '../shared/serving.js';

export const docker = criterion({
  id: 'docker',
  title: 'CI builds a container image',
  severity: 'should',
  kind: 'automatic',
  rationale: "An image that CI builds can be deployed at any time, and not only from its author's machine.",
  looksAt:
    'A module that serves. It must have a Dockerfile or Containerfile whose copied paths and binary exist, or an image output of the Nix flake, and a workflow that builds it.',
  looksNotAt: 'Whether the image runs, and what else it contains.',
  remediation:
    'Add a `Dockerfile` that builds the binary (`cargo build --release --locked`) and copies it into a small image, and a CI job that runs `docker build .`. Or add `packages.image = pkgs.dockerTools.buildLayeredImage { … };` to the flake, and a CI job that runs `nix build .#image`.',
  example: {
    met: '```dockerfile\nFROM rust:1.79 AS build\nCOPY . .\nRUN cargo build --release --locked\nFROM debian:bookworm-slim\nCOPY --from=build /target/release/cim-parcel /usr/local/bin/\nENTRYPOINT ["cim-parcel"]\n```',
    unmet:
      '```dockerfile\nCOPY --from=build /target/release/cim-order /usr/local/bin/   # no binary has this name\n```',
  },
  needs: ['files'],
  wants: ['repository'],
  check: ({ files, repository }, context) =>
    withServing(files, context, () => {
      const { found, unread } = readDockerfiles(files);
      const image = readNix(files).images.length > 0;
      const broken = found.map(each => faultsOf(each, files, readCargo(files).packages));
      if (unread !== undefined && !image && broken.every(faults => faults.length > 0))
        return unknown(`no Dockerfile that could be read builds this module; ${unread}`);
      if (found.length === 0 && !image)
        return unmet('there is no container image', [
          { kind: 'no-image', message: 'no Dockerfile, no Containerfile, and no image in the flake: add one' },
        ]);
      if (!image && broken.every(faults => faults.length > 0))
        return unmet(`${counted(broken.flat().length, 'problem')} in the Dockerfile`, broken.flat());
      const ci = moduleCi({ files, repository }, context);
      const runs = imageRuns(ci);
      const byNix = nixRuns(ci);
      const all = image
        ? {
            fitting: [...runs.fitting, ...byNix.fitting],
            wrong: [...runs.wrong, ...byNix.wrong],
            possible: [...runs.possible, ...byNix.possible],
          }
        : runs;
      return ciOutcome(ci, all, { asked: 'builds the container image', add: 'add a job that runs `docker build .`' });
    }),
});

function faultsOf({ path, missing, programs }: Dockerfile, files: Files, packages: readonly Package[]): Problem[] {
  const binaries = packages.flatMap(({ targets }) =>
    targets.filter(({ kind }) => kind === 'bin').map(({ name }) => name),
  );
  return [
    // A binary that an earlier job built and put beside the Dockerfile is not committed.
    ...missing
      .filter(({ source }) => !binaries.includes(baseName(source)))
      .map(({ line, source }) => ({
        kind: 'missing-source',
        subject: source,
        path,
        line,
        message: `copies \`${source}\`, which is not in the repository: commit it or fix the path`,
      })),
    ...programs
      .filter(({ name }) => !binaries.includes(name) && !files.entries.has(name))
      .map(({ line, name }) => ({
        kind: 'unknown-binary',
        subject: name,
        path,
        line,
        message: `no binary of this module is named \`${name}\`: fix the name`,
      })),
  ];
}
