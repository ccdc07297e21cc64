import { describe, expect, it } from '@jest/globals';
import { judge, READY_TEXTS, snapshot, type Texts } from '../../support/snapshots.js';
import { given } from './support.js';

describe('no-circular-dependencies', () => {
  const of = (texts: Texts, root = 'mod bus;\nmod parcel;\n') =>
    given('no-circular-dependencies', { 'src/lib.rs': root, ...texts });

  it('is met by the ready module, and says that the registry was not read', () => {
    expect(judge('no-circular-dependencies', snapshot(READY_TEXTS))).toMatchObject({
      status: 'met',
      message: 'no cycle among the modules of the crate; the registry was not read',
    });
  });

  it('finds two modules that need each other, with the place of each tie', () => {
    const texts = {
      'src/bus.rs': 'use crate::parcel::Parcel;\npub struct Bus;',
      'src/parcel.rs': '\nuse super::bus::Bus;\npub struct Parcel;',
    };
    expect(of(texts)).toMatchObject({
      status: 'unmet',
      severity: 'should',
      message: '1 dependency cycle',
      evidence: [
        {
          path: 'src/bus.rs',
          line: 1,
          message: 'modules depend on each other: `bus` → `parcel` (`src/bus.rs:1`) → `bus` (`src/parcel.rs:2`)',
        },
      ],
    });
  });

  it('finds one loop for each knot, the shortest', () => {
    const root = 'mod a;\nmod b;\nmod c;\nmod x;\nmod y;\n';
    const texts = {
      'src/a.rs': 'use crate::b::B;\nuse crate::c::C;\npub struct A;',
      'src/b.rs': 'use crate::c::C;\npub struct B;',
      'src/c.rs': 'use crate::a::A;\npub struct C;',
      'src/x.rs': 'fn f() { crate::y::g() }\npub fn h() {}',
      'src/y.rs': 'pub fn g() { crate::x::h() }',
    };
    expect(of(texts, root).evidence.map(({ message }) => message.replace(/ \(`[^`]*`\)/g, ''))).toEqual([
      'modules depend on each other: `a` → `c` → `a`',
      'modules depend on each other: `x` → `y` → `x`',
    ]);
  });

  it('sees through a re-export at the root', () => {
    const root = 'mod bus;\nmod parcel;\npub use bus::Bus;\n';
    const texts = {
      'src/bus.rs': 'use crate::parcel::Parcel;\npub struct Bus;',
      'src/parcel.rs': 'use crate::Bus;\npub struct Parcel;',
    };
    expect(of(texts, root)).toMatchObject({ status: 'unmet', evidence: [{ path: 'src/bus.rs', line: 1 }] });
  });

  it('finds modules of the registry that need each other, this one among them', () => {
    const registry = (...dependencies: (readonly [string, readonly string[]])[]) =>
      judge('no-circular-dependencies', snapshot(READY_TEXTS, { registry: { dependencies: new Map(dependencies) } }));
    expect(
      registry(['cim-parcel', ['cim-route']], ['cim-route', ['cim-map']], ['cim-map', ['cim-parcel']]),
    ).toMatchObject({
      status: 'unmet',
      evidence: [{ message: 'modules depend on each other: cim-map → cim-parcel → cim-route → cim-map' }],
    });
    expect(registry(['cim-a', ['cim-b']], ['cim-b', ['cim-a']], ['cim-parcel', ['cim-a']]).status).toBe('met');
  });

  describe('false alarms', () => {
    it.each<[string, Texts, ...string[]]>([
      ['a tie in one direction', { 'src/bus.rs': 'use crate::parcel::Parcel;', 'src/parcel.rs': 'pub struct Parcel;' }],
      [
        'a tie that only tests have',
        {
          'src/bus.rs': 'use crate::parcel::Parcel;\npub struct Bus;',
          'src/parcel.rs': 'pub struct Parcel;\n#[cfg(test)]\nmod tests { use crate::bus::Bus; }',
        },
      ],
      [
        'a module and its own submodule',
        {
          'src/bus.rs': 'mod wire;\nuse wire::Wire;\npub struct Bus;',
          'src/bus/wire.rs': 'use super::Bus;\npub struct Wire;',
          'src/parcel.rs': '',
        },
      ],
      [
        'a link in documentation',
        {
          'src/bus.rs': 'use crate::parcel::Parcel;\npub struct Bus;',
          'src/parcel.rs': '/// Carried by a [`crate::bus::Bus`].\npub struct Parcel; // crate::bus::Bus',
        },
      ],
      [
        'what both take from the root',
        { 'src/bus.rs': 'use crate::Error;', 'src/parcel.rs': 'use crate::Error;' },
        'mod bus;\nmod parcel;\npub struct Error;\nfn f() { bus::a(); parcel::b(); }',
      ],
      [
        'visibility in a path',
        {
          'src/bus.rs': 'use crate::parcel::Parcel;',
          'src/parcel.rs': 'pub struct Parcel { pub(crate) a: u8, pub(in crate::parcel) b: u8 }',
        },
      ],
      [
        'another crate’s module of the same name',
        { 'src/bus.rs': 'use crate::parcel::Parcel;', 'src/parcel.rs': 'use other::bus::Bus;\npub struct Parcel;' },
      ],
    ])('is met with %s', (_, texts, ...root) => {
      expect(of(texts, ...root)).toMatchObject({ status: 'met', evidence: [] });
    });
  });
});
