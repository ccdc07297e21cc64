/** Compares the table of what the app needs with GitHub's own description, the event handlers, and app.yml. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { ROUTED_EVENTS } from '../../../src/app/events/route.js';
import {
  DEFAULT_EVENTS,
  EVENTS,
  NOT_REQUESTED,
  OPTIONAL_PERMISSIONS,
  PERMISSIONS,
} from '../../../src/report/doctor/needs.js';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const GITHUB = JSON.parse(readFileSync(join(ROOT, 'test', 'support', 'github', 'app.json'), 'utf8')) as {
  readonly permissions: Readonly<Record<string, readonly string[]>>;
  readonly events: Readonly<Record<string, string | null>>;
};
const LEFT = NOT_REQUESTED.flatMap(({ names }) => [...names]);

/** The events that the app routes. */
const listened = () => new Set(ROUTED_EVENTS);

describe('what the app needs', () => {
  it.each([...PERMISSIONS, ...OPTIONAL_PERMISSIONS])(
    '$name is a permission of GitHub, at that level',
    ({ name, level }) => {
      expect(GITHUB.permissions[name]).toContain(level);
    },
  );

  it.each(EVENTS)('$name is an event of GitHub and requires the permission in the table', ({ name, permission }) => {
    const label = PERMISSIONS.find(each => each.name === permission)?.label;
    expect(label).toBeDefined();
    expect(GITHUB.events[name]).toBe(label);
  });

  it('lists exactly the events that the app handles', () => {
    const needed = new Set(EVENTS.map(({ name }) => name));
    const apart = [...listened()].filter(name => !needed.has(name)).sort();
    expect([...needed].filter(name => !listened().has(name))).toEqual([]);
    const known = [...LEFT.filter(name => listened().has(name)), ...DEFAULT_EVENTS].sort();
    expect(apart).toEqual(known);
  });

  it('does not request what it lists as not requested', () => {
    const asked = [...PERMISSIONS, ...OPTIONAL_PERMISSIONS, ...EVENTS].map(({ name }) => name);
    expect(LEFT.filter(name => asked.includes(name))).toEqual([]);
    expect(LEFT.filter(name => !(name in GITHUB.permissions) && !(name in GITHUB.events))).toEqual([]);
  });

  it('is what app.yml registers', () => {
    const registered = parse(readFileSync(join(ROOT, 'app.yml'), 'utf8')) as object;
    expect(registered).toMatchObject({
      default_permissions: Object.fromEntries(PERMISSIONS.map(({ name, level }) => [name, level])),
      default_events: EVENTS.map(({ name }) => name),
    });
  });
});
