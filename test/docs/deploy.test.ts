/** The files in deploy/: they are valid, and name only what there is. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse, parseAllDocuments } from 'yaml';

const ROOT = join(import.meta.dirname, '..', '..');
const textOf = (...path: readonly string[]) => readFileSync(join(ROOT, ...path), 'utf8');
/** The variables that the server reads, and those that its image or Node sets. */
const VARIABLES = new Set([...(textOf('.env.example').match(/^[A-Z_]+(?==)/gm) ?? []), 'NODE_ENV', 'HOST', 'PORT']);

interface Service {
  readonly build?: string;
  readonly image: string;
  readonly environment: Readonly<Record<string, unknown>>;
  readonly volumes: readonly string[];
  readonly depends_on?: readonly string[];
  readonly read_only?: boolean;
}
interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: object;
}

describe('the compose file', () => {
  const compose = parse(textOf('deploy', 'compose.yml'), { merge: true }) as Compose;
  const servers = Object.entries(compose.services).filter(([name]) => name.startsWith('server'));

  it('starts three servers of NATS, and two of the app that wait for them', () => {
    expect(Object.keys(compose.services)).toEqual(['nats-1', 'nats-2', 'nats-3', 'server-1', 'server-2']);
    for (const [, { depends_on: first, read_only: isReadOnly }] of servers) {
      expect(first).toEqual(['nats-1', 'nats-2', 'nats-3']);
      expect(isReadOnly).toBe(true);
    }
  });

  it.each(servers)('sets only variables that %s reads', (_, { environment }) => {
    for (const name of Object.keys(environment)) expect(VARIABLES).toContain(name);
  });

  it.each(Object.entries(compose.services))(
    'gives %s a volume of its own, and only files that are there',
    (name, service) => {
      const [first = '', ...others] = service.volumes.toReversed();
      expect(first).toBe(`${name}:/data`);
      expect(compose.volumes).toHaveProperty([name]);
      for (const volume of others) expect(existsSync(join(ROOT, 'deploy', volume.split(':')[0] ?? ''))).toBe(true);
    },
  );
});

interface Manifest {
  readonly kind: string;
  readonly apiVersion: string;
  readonly spec: {
    readonly selector?: unknown;
    readonly podSelector?: unknown;
    readonly template?: { readonly metadata: { readonly labels: object }; readonly spec: Pod };
  };
}
interface Pod {
  readonly securityContext: object;
  readonly volumes: readonly { readonly name: string }[];
  readonly containers: readonly {
    readonly env: readonly { readonly name: string }[];
    readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
    readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
    readonly livenessProbe: { readonly httpGet: { readonly path: string; readonly port: string } };
    readonly securityContext: object;
  }[];
}

describe('the manifests for Kubernetes', () => {
  const documents = parseAllDocuments(textOf('deploy', 'kubernetes', 'cim-readiness.yaml'));
  const manifests = documents.map(document => document.toJS() as Manifest);

  it('are a stateful set, a service, and a network policy about the same pods', () => {
    expect(documents.flatMap(({ errors }) => errors)).toEqual([]);
    expect(manifests.map(({ kind, apiVersion }) => `${apiVersion} ${kind}`)).toEqual([
      'apps/v1 StatefulSet',
      'v1 Service',
      'networking.k8s.io/v1 NetworkPolicy',
    ]);
    const labels = { 'app.kubernetes.io/name': 'cim-readiness' };
    const [set, service, policy] = manifests.map(({ spec }) => spec);
    expect(set?.template?.metadata.labels).toEqual(labels);
    expect([set?.selector, service?.selector, policy?.podSelector]).toEqual([
      { matchLabels: labels },
      labels,
      { matchLabels: labels },
    ]);
  });

  it('run the server without rights, with variables that it reads and volumes that there are', () => {
    const pod = manifests[0]?.spec.template?.spec as Pod;
    const [container] = pod.containers;
    expect(pod.securityContext).toMatchObject({ runAsNonRoot: true });
    expect(container).toMatchObject({
      securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true },
      livenessProbe: { httpGet: { path: '/healthz', port: 'http' } },
      ports: [{ name: 'http', containerPort: 3000 }],
    });
    for (const { name } of container?.env ?? []) expect(VARIABLES).toContain(name);
    const volumes = ['data', ...pod.volumes.map(({ name }) => name)].sort();
    expect(container?.volumeMounts.map(({ name }) => name).sort()).toEqual(volumes);
  });
});

it('the image copies only files that are there and that its context contains', () => {
  const copied = textOf('Dockerfile')
    .split('\n')
    .flatMap(line => (/^COPY (?!--from)(.*) \S+$/.exec(line)?.[1] ?? '').split(' ').filter(Boolean));
  const context = new Set(textOf('.dockerignore').match(/(?<=^!).+/gm));
  expect(copied).not.toEqual([]);
  for (const path of copied) expect([existsSync(join(ROOT, path)), context.has(path)]).toEqual([true, true]);
});

/** Runs a program on a file if it is installed. */
function accepts(command: string, debian: string, args: readonly string[], env: Record<string, string> = {}): void {
  const installed = spawnSync(command, ['--version']).error === undefined;
  const without = installed ? '' : ` (skipped: ${command} is not installed; Debian: ${debian})`;
  (installed ? it : it.skip)(`${command} accepts ${args.at(-1)}${without}`, () => {
    const { status, stderr } = spawnSync(command, args, {
      cwd: ROOT,
      encoding: 'utf8',
      env: { ...process.env, ...env },
    });
    expect([status, status === 0 ? '' : stderr]).toEqual([0, '']);
  });
}

accepts('nats-server', 'nats-server', ['-t', '-c', 'deploy/nats/nats.conf'], { SERVER_NAME: 'a', NATS_TOKEN: 'b' });
for (const file of ['flake.nix', 'deploy/nix/module.nix', 'deploy/nix/package.nix'])
  accepts('nix-instantiate', 'nix-bin', ['--parse', file]);
accepts('promtool', 'prometheus', ['check', 'config', 'deploy/prometheus/prometheus.yml']);
