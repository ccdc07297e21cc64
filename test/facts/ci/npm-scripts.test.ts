import { describe, expect, it } from '@jest/globals';
import { commandEffects } from '../../../src/facts/ci/command-effects.js';
import { files } from '../../support/snapshots.js';

const manifest = (scripts: object) => JSON.stringify({ name: 'site', scripts });
const REPOSITORY = files({
  'package.json': manifest({
    test: 'cargo test',
    checks: 'npm run test && echo',
    lint: 'eslint .',
    posttest: 'cargo doc',
    lenient: 'cargo test; echo',
    loop: 'npm run loop',
  }),
  'site/package.json': manifest({ rust: 'cargo test --manifest-path ../Cargo.toml' }),
  'broken/package.json': '{"scripts": {"test": 1}}',
});

/** What a command does, and whether its failure is swallowed. */
const effectsOf = (command: string) =>
  commandEffects(command, { files: REPOSITORY, shell: 'bash -e {0}', folder: '', variables: new Map() }).map(
    ({ effect, swallowed }) => [...effect.does, ...(swallowed ? ['swallowed'] : [])].join(' '),
  );

describe('a script of package.json', () => {
  it.each([
    'npm test',
    'npm t',
    'npm run test',
    'npm run-script test',
    'pnpm test',
    'yarn test',
    'yarn run test',
    'bun run test',
    'npm run checks',
  ])('is followed, with what stands before and after it: %s', command => {
    expect(effectsOf(command)).toEqual(['build test', 'docs']);
  });

  it.each(['npm run rust --prefix site', 'npm --prefix=site run rust', 'pnpm -C site rust', 'cd site && npm run rust'])(
    'is that of the named directory: %s',
    command => expect(effectsOf(command)).toEqual(['build test']),
  );

  it('gets the words after its name', () => {
    expect(effectsOf('npm run test -- --no-run')).toEqual(['build', 'docs']);
  });

  it('has a shell without `set -e`', () => {
    expect(effectsOf('npm run lenient')).toEqual(['build test swallowed']);
  });

  it.each(['npm run lint', 'npm run absent', 'npm install', 'npm run loop', 'npm test --prefix broken'])(
    'does nothing for Rust: %s',
    command => expect(effectsOf(command)).toEqual([]),
  );
});
