import { describe, expect, it } from '@jest/globals';
import { judged, judgedWithout, service } from '../../support/service.js';
import type { Texts } from '../../support/snapshots.js';

describe('docker', () => {
  const CI = 'on: push\njobs:\n  image:\n    runs-on: ubuntu-latest\n    steps:\n      - run: docker build .\n';
  const GOOD =
    'FROM rust AS build\nCOPY . .\nRUN cargo build --release\nFROM debian\nCOPY --from=build /target/release/cim-parcel /bin/\n';
  const built = (dockerfile: string, texts: Texts = {}, workflow = CI) =>
    service('', { Dockerfile: dockerfile, '.github/workflows/ci.yml': workflow, ...texts });

  it('is unmet, as a should, without an image', () => {
    expect(judged('docker', service(''))).toMatchObject({
      status: 'unmet',
      severity: 'should',
      evidence: [{ message: 'no Dockerfile, no Containerfile, and no image in the flake: add one' }],
    });
  });

  it.each([
    ['a path that is not there', 'FROM rust\nCOPY Cargo.toml ./\nCOPY crates ./crates\n', 3, 'copies `crates`'],
    ['a pattern of nothing', 'FROM rust\nADD *.lock ./\n', 2, 'copies `*.lock`'],
    [
      'a path of a continued line',
      'FROM rust\nCOPY --chown=a:b \\\n  Cargo.toml \\\n  config/ /app/\n',
      2,
      'copies `config/`',
    ],
    ['a JSON list', 'FROM rust\nCOPY ["Cargo.toml", "a b.toml", "/app/"]\n', 2, 'copies `a b.toml`'],
    [
      'a binary of another name',
      'FROM rust AS b\nFROM debian\nCOPY --from=b /x/target/release/parcel /bin/\n',
      3,
      'no binary of this module is named `parcel`',
    ],
    ['a built binary of another name', 'FROM debian\nCOPY target/release/parcel /bin/\n', 2, 'is named `parcel`'],
    ['a program of another name', 'FROM rust\nCOPY . .\nCMD ["./target/release/parcel"]\n', 3, 'is named `parcel`'],
  ])('is unmet by %s', (_, dockerfile, line, message) => {
    expect(judged('docker', built(dockerfile))).toMatchObject({
      status: 'unmet',
      evidence: [{ path: 'Dockerfile', line, message: expect.stringContaining(message) }],
    });
  });

  it('shows each fault', () => {
    const faults = judged(
      'docker',
      built('FROM rust AS b\nCOPY a b ./\nFROM debian\nCOPY --from=b /target/release/c /\n'),
    );
    expect(faults).toMatchObject({ message: '3 problems in the Dockerfile' });
    expect(faults.evidence.map(({ line }) => line)).toEqual([2, 2, 4]);
  });

  it.each([
    ['no workflow', { 'README.md': '' }, undefined],
    ['a workflow that does not build it', {}, CI.replace('docker build .', 'docker ps')],
    ['a workflow that a person starts', {}, CI.replace('on: push', 'on: workflow_dispatch')],
    ['a comment that names it', {}, CI.replace('docker build .', 'true # docker build .')],
  ])('is unmet with %s', (_, texts, workflow) => {
    const all = built(GOOD, texts, workflow);
    const { '.github/workflows/ci.yml': _ci, ...rest } = all;
    expect(judged('docker', workflow === undefined ? rest : all)).toMatchObject({
      status: 'unmet',
      message: 'no workflow builds the container image',
    });
  });

  it('is met by an image of the flake', () => {
    const flake = '{ outputs = x: { packages.image = pkgs.dockerTools.buildLayeredImage { name = "a"; }; }; }';
    const texts = service('', {
      'flake.nix': flake,
      '.github/workflows/ci.yml': CI.replace('docker build .', 'nix build .#image'),
    });
    expect(judged('docker', texts).status).toBe('met');
    expect(
      judged('docker', { ...texts, '.github/workflows/ci.yml': CI.replace('docker build .', 'true') }).status,
    ).toBe('unmet');
  });

  it('is not known where the Dockerfile or the workflow was not read', () => {
    expect(judgedWithout('docker', 'Dockerfile', built(GOOD)).status).toBe('unknown');
    expect(judgedWithout('docker', '.github/workflows/ci.yml', built(GOOD)).status).toBe('unknown');
    const remote = 'on: push\njobs:\n  a:\n    uses: cim/workflows/.github/workflows/image.yml@v1\n';
    expect(judged('docker', built(GOOD, {}, remote)).status).toBe('unknown');
  });

  it('leaves the container of a workbench aside', () => {
    const texts = service('', { '.devcontainer/Dockerfile': 'FROM a\n', '.github/workflows/ci.yml': CI });
    expect(judged('docker', texts).message).toBe('there is no container image');
  });

  describe('false alarms', () => {
    it.each([
      ['all of the repository', GOOD, {}],
      [
        'several paths and patterns',
        'FROM rust\nCOPY Cargo.* ./\nCOPY src/*.rs ./src/\nCOPY ./src/ /src\nCOPY /src /x\n',
        {},
      ],
      ['what a stage holds', 'FROM a AS b\nCOPY --from=b /etc/passwd /etc/\nCOPY --from=alpine /x /y\n', {}],
      ['what is fetched', 'FROM a\nADD https://example.com/x.tar.gz /x\nADD git@example.com:a/b.git /b\n', {}],
      ['what is given by name', 'FROM a\nARG DIR\nCOPY ${DIR}/x /x\nCOPY $DIR /y\n', {}],
      [
        'a here-document',
        'FROM a\nCOPY <<EOF /etc/x.toml\nCOPY nothing /here\nEOF\nRUN <<-"END"\nCOPY neither\nEND\n',
        {},
      ],
      ['comments', 'FROM a\n# COPY nothing /here\nRUN true \\\n  # COPY nothing /here\n  && true\n', {}],
      [
        'what CI builds before',
        'FROM debian\nCOPY target/x86_64-unknown-linux-musl/release/cim-parcel /bin/\nCOPY ./target/release/cim-parcel /bin/\n',
        {},
      ],
      ['the history', 'FROM debian\nCOPY .git /x/.git\nCOPY ./.git/HEAD /y\n', {}],
      ['what CI puts beside it', 'FROM debian\nCOPY cim-parcel /bin/\nCOPY out/cim-parcel /bin/\n', {}],
      [
        'what the repository ignores',
        'FROM debian\nCOPY dist/cim-parcel /bin/\n',
        { '.gitignore': 'target/\ndist/\n' },
      ],
      [
        'a folder of its own',
        'FROM a\n',
        { Dockerfile: '', 'docker/Dockerfile': 'FROM a\nCOPY entry.sh /\nCOPY src /src\n', 'docker/entry.sh': '' },
      ],
      [
        'another context',
        'FROM a\nCOPY app.toml /\n',
        { 'compose.yaml': 'services:\n  a:\n    build: ./ops\n', 'ops/app.toml': '' },
      ],
      ['a Containerfile', 'FROM a\nCOPY nothing /\n', { Containerfile: GOOD }],
      ['another binary', GOOD.replace('release/cim-parcel', 'release/served'), { 'src/bin/served.rs': 'fn main() {}' }],
      [
        'an installed binary',
        'FROM rust AS b\nCOPY . .\nRUN cargo install --path .\nFROM a\nCOPY --from=b /usr/local/cargo/bin/cim-parcel /bin/\n',
        {},
      ],
      ['chef', 'FROM chef AS p\nCOPY . .\nFROM chef AS b\nCOPY --from=p /app/recipe.json recipe.json\n', {}],
      ['a whole folder of binaries', 'FROM rust AS b\nFROM a\nCOPY --from=b /x/target/release/ /bin/\n', {}],
      ['lower case', GOOD.toLowerCase().replace('debian', 'debian'), {}],
    ])('is met by a Dockerfile with %s', (_, dockerfile, texts) => {
      expect(judged('docker', built(dockerfile, texts))).toMatchObject({
        status: 'met',
        evidence: [{ path: '.github/workflows/ci.yml', line: 6 }],
      });
    });
    it('knows the binaries of the whole workspace', () => {
      const texts = {
        'Cargo.toml': '[workspace]\nmembers = ["a", "b"]\n',
        'a/Cargo.toml': '[package]\nname = "cim-parcel"\nversion = "1.0.0"\n',
        'a/src/main.rs': 'fn main() { TcpListener::bind("0.0.0.0:1"); }',
        'b/Cargo.toml': '[package]\nname = "served"\nversion = "1.0.0"\npublish = false\n',
        'b/src/main.rs': 'fn main() {}',
        Dockerfile: GOOD.replace('release/cim-parcel', 'release/served'),
        '.github/workflows/ci.yml': CI,
      };
      expect(judged('docker', texts).status).toBe('met');
    });
    it.each([
      ['docker/build-push-action', CI.replace('run: docker build .', 'uses: docker/build-push-action@v6')],
      ['buildx', CI.replace('docker build .', 'docker buildx build --push .')],
      ['bake', CI.replace('docker build .', 'docker buildx bake')],
      ['compose', CI.replace('docker build .', 'docker compose build')],
      ['podman', CI.replace('docker build .', 'podman build -f Containerfile .')],
      ['a branch of releases', CI.replace('on: push', 'on: { push: { branches: ["release/stable/**"] } }')],
      ['a tag', CI.replace('on: push', 'on: { push: { tags: ["v*"] } }')],
    ])('is met where CI builds it by %s', (_, workflow) => {
      expect(judged('docker', built(GOOD, {}, workflow)).status).toBe('met');
    });
  });
});
