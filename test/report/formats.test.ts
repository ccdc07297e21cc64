/** Every format of every command shows the whole of its report: one that forgets a part fails here. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { assess } from '../../src/assess/assess.js';
import { findDifferences } from '../../src/assess/causes.js';
import type { Assessment } from '../../src/assess/assessment.js';
import { compare } from '../../src/assess/compare.js';
import { findWay } from '../../src/assess/way.js';
import { checkCommits } from '../../src/facts/commits/commit-check.js';
import type { Contradiction } from '../../src/facts/planning/contradictions/contradiction.js';
import { readPlanningDocument } from '../../src/facts/planning/document.js';
import { readRegistry } from '../../src/facts/registry/read.js';
import { fleetView } from '../../src/fleet/view.js';
import { DEFAULT_POLICY } from '../../src/policy/policy.js';
import { type FormatOf, formatNames, type Reporter, type ReportOf, written } from '../../src/report/formats.js';
import { CIM_STANDARD } from '../../src/standard/cim.js';
import { commit } from '../support/history.js';
import { NOW, READY_TEXTS, remove, snapshot } from '../support/snapshots.js';

const CRITERIA = CIM_STANDARD.criteria;
const DISPLAY = { color: false, width: 100 };
const at = (ref: string, texts = READY_TEXTS) =>
  assess(snapshot(texts, {}, { ref }), CIM_STANDARD, DEFAULT_POLICY, NOW);
const before = at('v1.1.0');
const after = at('main', remove('CONTRIBUTING.md')(READY_TEXTS));

const PLAN = readPlanningDocument('STATUS.md', '# Mill status\n\n## Pumps (60 %)\n- [ ] seal\n');
const MODULES = readRegistry({
  modules:
    'modules:\n  cim-mill:\n    type: domain\n    status: production\n    version: 1.2.0\n    last_commit: c0ffee0\n    description: grinds\n',
}).modules;
const contradiction = (path: string, line: number, message: string): Contradiction => ({
  kind: 'date-passed',
  places: [{ path, line }],
  message,
});

const assessReport: ReportOf<'assess'> & { readonly assessment: Assessment } = {
  standard: CIM_STANDARD,
  assessment: after,
  comparison: compare(before, after),
  notes: ['the working tree differs from HEAD'],
  policyProblems: [{ path: '.github/cim.yml', line: 7, column: 1, message: 'no such key: `waiver`' }],
};

/** The parts of a report, each by an expression that finds it in a text. */
type Shown = Readonly<Record<string, RegExp>>;

/** A report of each command, and the parts that every one of its formats must show. */
const REPORTS: { readonly [R in Reporter]: { readonly report: ReportOf<R>; readonly shows: Shown } } = {
  assess: {
    report: assessReport,
    shows: {
      'the module': /cim-parcel/,
      'the gap': /contributing/,
      'the place of the gap': /CONTRIBUTING/,
      'the commit that it is compared with': /v1\W*1\W*0/,
      'the note': /differs from HEAD/,
      'the policy file': /cim\W*yml/,
      'the problem of the policy file': /no such key/,
    },
  },
  commits: {
    report: {
      range: 'since v1.0.0',
      ...checkCommits([commit('feat: a'), commit('Add b')], []),
      partial: 'the clone is shallow',
    },
    shows: {
      'the range': /since v1\W*0\W*0/,
      'the commit': /[Aa]dd b/,
      'the problem': /has no type/,
      'the corrected header': /feat: add b/,
      'why commits are missing': /shallow/,
    },
  },
  tag: {
    report: {
      tag: 'v1.2.0',
      commit: 'c0ffee0'.padEnd(40, '0'),
      exists: true,
      answers: [{ asked: 'changelog', status: 'unmet', message: 'has no entry', path: 'CHANGELOG.md', line: 3 }],
    },
    shows: {
      'the tag': /v1\W*2\W*0/,
      'the commit': /c0ffee0/,
      'the question': /changelog/,
      'the problem': /has no entry/,
      'the file': /CHANGELOG/,
      'the line': /3/,
    },
  },
  history: {
    report: {
      repository: 'cim/cim-parcel',
      points: [
        { milestone: { name: 'v1.1.0', sha: before.subject.sha, date: NOW }, assessment: before },
        { milestone: { name: 'v1.2.0', sha: after.subject.sha, date: NOW }, assessment: after },
      ],
    },
    shows: { 'the first release': /v1\.1\.0/, 'the second release': /v1\.2\.0/, 'the dates': /2026/ },
  },
  criteria: {
    report: { standard: CIM_STANDARD, sections: CIM_STANDARD.sections },
    shows: Object.fromEntries(CRITERIA.map(({ id }) => [id, new RegExp(id)])),
  },
  explain: {
    report: { standard: CIM_STANDARD, criterion: CRITERIA[0] as (typeof CRITERIA)[number] },
    shows: {
      'the title': new RegExp(escaped(CRITERIA[0]?.title ?? '')),
      'the rationale': new RegExp(escaped(CRITERIA[0]?.rationale ?? '')),
    },
  },
  documents: {
    report: {
      planning: {
        documents: [{ document: PLAN, contradictions: [contradiction('STATUS.md', 4, 'the pump leaks')] }],
        data: [contradiction('registry/status.json', 3, 'left empty')],
        corrections: [],
        unread: [{ path: 'LONG.md', reason: 'too long' }],
      },
      today: '2031-06-15',
      namedIn: () => ({ criteria: [], modules: [] }),
    },
    shows: {
      'the document': /STATUS\.md/,
      'the item': /Pumps/,
      'its share': /60/,
      'the contradiction': /the pump leaks/,
      'the problem in the data': /left empty/,
      'the file that was not read': /LONG/,
      'why it was not read': /too long/,
    },
  },
  modules: {
    report: { view: 'modules', modules: MODULES, privateDomains: [], problems: [], whole: true },
    shows: {
      'the name': /cim-mill/,
      'the type': /domain/,
      'the status': /production/,
      'the version': /1\.2\.0/,
      'the commit': /c0ffee0/,
      'the description': /grinds/,
    },
  },
  policy: {
    report: {
      path: 'policy.yml',
      problems: [{ path: 'policy.yml', line: 7, column: 3, message: 'no such key: `waiver`' }],
    },
    shows: { 'the file': /policy\.yml/, 'the line': /7/, 'the problem': /no such key/ },
  },
  next: {
    report: {
      standard: CIM_STANDARD,
      subject: after.subject,
      way: findWay(after, CIM_STANDARD, { status: 'development', version: '0.4.2', tag: null }),
    },
    shows: {
      'the gap': /contributing/,
      'the goal': /production/,
      'the version': /0\.4\.2/,
      'the last step': /tag the release/,
    },
  },
  fix: {
    report: {
      standard: CIM_STANDARD,
      before: after,
      after: before,
      outcomes: [
        {
          criterion: 'contributing',
          status: 'closes',
          summary: 'Add `CONTRIBUTING.md`',
          remains: 'Say who reviews.',
          turns: [{ criterion: 'tests-pass-in-ci', from: 'unmet', to: 'unknown' }],
          paths: ['CONTRIBUTING.md'],
        },
        { criterion: 'license', status: 'declined', reason: 'the holder is not known', asks: 'holder' },
      ],
      files: [{ path: 'CONTRIBUTING.md', before: null, text: 'Run the tests.\n' }],
      isWritten: false,
      isTerminal: false,
    },
    shows: {
      'the criterion': /contributing/,
      'the file': /CONTRIBUTING\.md/,
      'what remains to do': /Say who reviews/,
      'what else changes': /tests-pass-in-ci/,
      'why a gap is not fixed': /holder is not known/,
      'the change': /\+Run the tests/,
    },
  },
  compare: {
    report: {
      standard: CIM_STANDARD,
      from: { subject: before.subject, readiness: 0.81 },
      to: { subject: after.subject, readiness: 0.8 },
      differences: findDifferences(
        { snapshot: snapshot(READY_TEXTS), policy: DEFAULT_POLICY },
        { snapshot: snapshot(remove('rust-toolchain.toml')(READY_TEXTS)), policy: DEFAULT_POLICY },
        CIM_STANDARD,
        NOW,
      ),
    },
    shows: {
      'one commit': /v1\.1\.0/,
      'the other commit': /main/,
      'the criterion': /rust-toolchain/,
      'its status': /unmet/,
      'the cause': /code/,
    },
  },
  fleet: {
    report: {
      standard: CIM_STANDARD,
      view: fleetView({
        standard: CIM_STANDARD,
        attempts: [{ name: 'cim-race', reason: 'the bed is dry' }],
        registry: readRegistry({ modules: 'modules:\n  cim-mill:\n    status: production\n    version: 1.2.0\n' }),
        takenAt: NOW,
      }),
    },
    shows: {
      'a module of the registry': /cim-mill/,
      'a module that was not assessed': /cim-race/,
      'why it was not assessed': /the bed is dry/,
      'the status': /production/,
    },
  },
  evidence: {
    report: { standard: CIM_STANDARD, assessment: before, tool: '1.2.3' },
    shows: { 'the commit': /a{40}/, 'an answer': /license/ },
  },
  doctor: {
    report: {
      app: { id: 7, name: 'readiness' },
      host: 'github.com',
      sections: [
        {
          title: 'Permissions',
          findings: [{ status: 'missing', what: 'checks: write', why: 'no check runs', mend: 'grant it' }],
        },
      ],
    },
    shows: {
      'the app': /readiness/,
      'the host': /github\.com/,
      'the section': /Permissions/,
      'what is missing': /checks: write/,
      'the consequence': /no check runs/,
      'what to do': /grant it/,
    },
  },
};

function escaped(text: string): string {
  return text.slice(0, 40).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** The parts that a text does not show. */
function missing(text: string, shows: Shown): string[] {
  return Object.keys(shows).filter(part => !shows[part]?.test(text));
}

const EVERY = (Object.keys(REPORTS) as Reporter[]).flatMap(reporter =>
  formatNames(reporter).map(format => [reporter, format] as const),
);

const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);
const FOLDER = join(import.meta.dirname, '..', '..', 'schemas');
/** The schemas of outputs, by the name that an output gives. */
const SCHEMAS = new Map(
  readdirSync(FOLDER).flatMap(file => {
    const schema = JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as {
      properties?: { schema?: { const?: string } };
    };
    const name = schema.properties?.schema?.const;
    return name === undefined ? [] : [[name, ajv.compile(schema)] as const];
  }),
);

describe('every output format', () => {
  it.each(EVERY)('of %s as %s shows the whole report', async (reporter, format) => {
    const { report, shows } = REPORTS[reporter];
    const text = await written(reporter, format as FormatOf<Reporter>, report as never, DISPLAY);
    // The command line prints notes beside JSON, which is the same for each assessment of a commit.
    const left = reporter === 'assess' && format === 'json' ? ['the note'] : [];
    expect(missing(text, shows)).toEqual(left);
    expect(text.endsWith('\n')).toBe(true);
  });

  it.each(formatNames('assess'))(
    'of assess as %s shows every module of a repository, and says once what concerns all',
    async format => {
      const order = at('main', remove('SECURITY.md')(READY_TEXTS));
      const modules = [
        { ...assessReport, module: 'cim-parcel' },
        { ...assessReport, assessment: order, comparison: compare(before, order), module: 'cim-order' },
      ] as const;
      const text = await written('assess', format, { modules }, DISPLAY);
      const shows = {
        'the first module': /cim\W*parcel/,
        'its gap': /CONTRIBUTING/,
        'the second module': /cim\W*order/,
        'its own gap': /SECURITY/,
      };
      expect(missing(text, shows)).toEqual([]);
      expect(text.match(/no such key/g)).toHaveLength(format === 'json' ? 2 : 1);
    },
  );

  it.each(EVERY.filter(([, format]) => format === 'json'))(
    'of %s as %s has a published schema',
    async (reporter, format) => {
      const { report } = REPORTS[reporter];
      const value = JSON.parse(await written(reporter, format as FormatOf<Reporter>, report as never, DISPLAY)) as {
        readonly schema: string;
      };
      const validate = SCHEMAS.get(value.schema);
      expect(validate?.(value) === true ? [] : (validate?.errors ?? `no schema ${value.schema}`)).toEqual([]);
    },
  );

  it('has a default, which comes first', () => {
    expect(formatNames('assess')[0]).toBe('table');
  });
});
