import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CIM_STANDARD } from '../../../src/standard/cim.js';
import { pagesApp } from '../../../src/web/pages/app.js';
import { fleetSource, type MadeFleet, NOW, shaOf } from '../../support/fleets.js';
import { addressesOf, NO_LIMITS } from './support.js';

const FLEET: MadeFleet = {
  owner: 'acme',
  modules: [
    {
      name: 'cim-parcel',
      status: 'production',
      ready: 0.5,
      dependencies: ['cim-ledger'],
      tracking: { issue: 12, planned: true, estimate: { weeks: 6, by: 'alice', on: '2031-04-01' }, blocked: [] },
    },
    { name: 'cim-ledger', status: 'development', weeks: 1 },
    { name: 'cim-domain-order', status: 'development', ready: 1.1, version: '1.2.0' },
  ],
  listed: ['cim-unreachable'],
  phases: [
    {
      title: 'Phase 1: Core',
      line: 3,
      span: { start: '2031-01-06', end: '2031-06-30' },
      modules: [{ name: 'cim-ledger', line: 4, tasks: { done: 1, all: 3 } }],
    },
  ],
  contradictions: ['claims 88%, and 85% two lines below'],
};

function appOf(...fleets: readonly MadeFleet[]) {
  return pagesApp({
    standard: CIM_STANDARD,
    version: '1.2.3',
    github: 'https://github.com',
    source: fleetSource(...fleets),
    now: () => Date.parse(NOW),
    ...NO_LIMITS,
  });
}

const app = appOf(FLEET);

/** A page without its markup. */
async function textOf(address: string, from = app): Promise<string> {
  const html = await (await from.request(address)).text();
  return html
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replace(/\s+/g, ' ');
}

describe('the fleet', () => {
  it('shows what is claimed against what is measured, section by section', async () => {
    const text = await textOf('/');
    for (const { title } of CIM_STANDARD.sections) expect(text).toContain(title);
    expect(text).toMatch(/cim-parcel core .*?production\s+\d+ blocking/);
    expect(text).toMatch(/cim-domain-order domain .*?100%.*?nothing blocks/);
    expect(text).toContain('listed as production, at version 0.4.0');
    expect(text).toContain('waits for cim-ledger');
  });

  it.each([
    ['search=order', ['cim-domain-order']],
    ['type=domain', ['cim-domain-order']],
    ['status=production', ['cim-parcel']],
    ['phase=Phase+1%3A+Core', ['cim-ledger']],
    ['phase=none&type=core', ['cim-parcel', 'cim-unreachable']],
    ['step=assessment', ['cim-unreachable']],
    ['search=nothing-like-it', []],
  ])('keeps the filter %s in its address', async (query, names) => {
    const html = await (await app.request(`/?${query}`)).text();
    const [, body = ''] = /<tbody>([\s\S]*?)<\/tbody>/.exec(html.split('id="metrics"')[0] ?? '') ?? [];
    expect(
      Array.from(body.matchAll(/<th scope="row"><a href="\/modules\/acme\/([^"]*)"/g), ([, name = '']) => name).sort(),
    ).toEqual(names);
    const json = (await (await app.request(`/api/v1/fleet?${query}`)).json()) as { modules: { name: string }[] };
    expect(json.modules.map(({ name }) => name).sort()).toEqual(names);
  });

  it('of many modules has several pages, and each is named by its address', async () => {
    const modules = Array.from({ length: 120 }, (_, index) => ({
      name: `cim-m${String(index).padStart(3, '0')}`,
      weeks: 2,
    }));
    const many = appOf({ owner: 'acme', modules });
    expect(await textOf('/', many)).toContain('Page 1 of 3');
    const last = await textOf('/?page=3', many);
    expect(last).toContain('cim-m119');
    expect(last).not.toContain('cim-m099');
  });

  it('says so while nothing was assessed', async () => {
    expect(await textOf('/', appOf())).toContain('No modules yet');
  });

  it('of another organization is a link away', async () => {
    const two = appOf(FLEET, { owner: 'other', modules: [{ name: 'cim-else' }] });
    expect(await (await two.request('/')).text()).toContain('href="/?organization=other"');
    expect(await textOf('/?organization=OTHER', two)).toContain('cim-else');
    expect((await two.request('/?organization=third')).status).toBe(404);
  });
});

describe('a module', () => {
  it('shows the verdict, what comes next, the findings, the history, and the claims', async () => {
    const text = await textOf('/modules/acme/cim-parcel');
    for (const words of ['What comes next', 'Findings', 'History', 'Claimed and measured', 'Migration issue #12'])
      expect(text).toContain(words);
    expect(text).toContain('6 weeks, by alice on 2031-04-01');
    for (const { title } of CIM_STANDARD.criteria) expect(text).toContain(title.replaceAll('`', ''));
  });

  it('links each place to its line at the commit', async () => {
    const html = await (await app.request('/modules/acme/cim-parcel')).text();
    expect(html).toContain(`href="https://github.com/acme/cim-parcel/blob/${shaOf('cim-parcel')}/src/part-1.rs#L8"`);
  });

  it('is found whatever its case', async () => {
    expect((await app.request('/modules/ACME/Cim-Parcel')).status).toBe(200);
  });

  it('that only the registry lists is shown with its claims', async () => {
    const text = await textOf('/modules/acme/cim-unreachable');
    expect(text).toContain('What cim-unreachable does');
    expect(text).toContain('Not assessed');
  });
});

describe('two assessments', () => {
  const path = `/modules/acme/cim-parcel/compare/${shaOf('cim-parcel', 1).slice(0, 7)}...${shaOf('cim-parcel')}`;

  it('are compared, each difference with its cause', async () => {
    const text = await textOf(path);
    expect(text).toMatch(/\d+ criteria differ/);
    expect(text).toContain('code; settings, CI, or data of GitHub');
  });

  it.each(['abc...def', shaOf('cim-parcel'), `${shaOf('x')}...${shaOf('y')}`, `../..${shaOf('x')}`])(
    'that are not there (%s) are not compared',
    async commits => {
      expect((await app.request(`/modules/acme/cim-parcel/compare/${commits}`)).status).toBe(404);
    },
  );
});

describe('the other pages', () => {
  it('show each criterion, and the finding of every module', async () => {
    expect(await textOf('/criteria')).toContain(CIM_STANDARD.criterion('readme')?.title);
    const text = await textOf('/criteria/readme');
    expect(text).toContain(CIM_STANDARD.criterion('readme')?.rationale);
    expect(text).toContain('cim-domain-order');
    expect((await app.request('/criteria/nothing')).status).toBe(404);
  });

  it('show the tracker with phases, estimates, blockers, and contradictions', async () => {
    const text = await textOf('/tracker');
    expect(text).toContain('Phase 1: Core 2031-01-06 to 2031-06-30');
    expect(text).toContain('claims 88%, and 85% two lines below');
    expect(text).toContain('cim-parcel waits for cim-ledger');
    expect(text).toMatch(/\d+ to \d+ weeks/);
  });

  it('say what is measured, when, and by which version', async () => {
    const text = await textOf('/about');
    expect(text).toContain('cim-readiness 1.2.3');
    expect(text).toContain('cim/v1, revision 1');
  });
});

describe('every page', () => {
  const pages = addressesOf('acme', 'cim-parcel').filter(each => !each.includes('/api/') && !/svg$|atom$/.test(each));

  it.each(pages)('%s runs no script, and loads nothing from elsewhere', async address => {
    const response = await app.request(address);
    const html = await response.text();
    expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'self'; /);
    expect(html).not.toMatch(/<script|\son\w+=|\sstyle=|javascript:/i);
    expect([...html.matchAll(/<(?:link|img|iframe)[^>]*\s(?:href|src)="(?!\/)/g)]).toEqual([]);
  });

  it.each(pages)('%s leads nowhere that is not there', async address => {
    const html = await (await app.request(address)).text();
    const links = new Set(
      [...html.matchAll(/href="(\/[^"#]*)/g)].map(([, link = '']) => link.replaceAll('&amp;', '&')),
    );
    expect(links.size).toBeGreaterThan(5);
    for (const link of links) expect([link, (await app.request(link)).status]).toEqual([link, 200]);
    for (const [, anchor = ''] of html.matchAll(/href="#([^"]*)"/g)) expect(html).toContain(`id="${anchor}"`);
  });

  it('answers 404 for what is not there', async () => {
    const response = await app.request('/nothing/here');
    expect([response.status, response.headers.get('content-type')]).toEqual([404, 'text/html; charset=UTF-8']);
  });

  it('shows text of repositories, whatever it holds, and never obeys it', async () => {
    const marks = fc.constantFrom(
      '<script>',
      '</title>',
      '"',
      "'",
      '&',
      '<img src=x onerror=alert(1)>',
      '\u202e',
      '\u200b',
      '`',
      '*',
      ']]>',
      '--',
    );
    const hostile = fc
      .array(fc.oneof(marks, fc.string({ maxLength: 8 })), { maxLength: 6 })
      .map(parts => parts.join(''));
    await fc.assert(
      fc.asyncProperty(hostile, async says => {
        const title = `Phase 1 ${says}`;
        const odd = appOf({
          owner: 'acme',
          modules: [
            {
              name: 'cim-x',
              says,
              weeks: 2,
              tracking: { issue: 1, planned: true, blocked: [{ on: says, reason: says, by: says }] },
            },
          ],
          phases: [{ title, line: 1, span: null, modules: [{ name: 'cim-x', line: 2, tasks: { done: 0, all: 1 } }] }],
          contradictions: [says],
        });
        for (const address of ['/', '/tracker', '/modules/acme/cim-x', `/?search=${encodeURIComponent(says)}`]) {
          const html = await (await odd.request(address)).text();
          expect(html).not.toMatch(/<script|<img|[\u202a-\u202e\u2066-\u2069\u200b]/);
          // Each tag is one of this app's: what is hostile never opens one.
          expect(html.split('<').length).toBe(html.split(/<(?=[a-z/!])/).length);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('the badge', () => {
  it('shows the readiness, for READMEs of any website', async () => {
    const response = await app.request('/badge/acme/cim-domain-order.svg');
    expect(response.headers.get('content-type')).toBe('image/svg+xml');
    expect(response.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect(await response.text()).toContain('readiness: 100%');
  });

  it('of a module that is not there knows nothing', async () => {
    const response = await app.request('/badge/acme/cim-nothing.svg');
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('readiness: unknown');
  });
});

describe('the feed', () => {
  it('tells what moved, each entry with an identity of its own', async () => {
    const response = await app.request('https://readiness.example/feed.atom');
    expect(response.headers.get('content-type')).toBe('application/atom+xml; charset=utf-8');
    const xml = await response.text();
    expect(xml).toMatch(/<title>cim-parcel: \d+% → \d+% ready, \d+ blocking gaps<\/title>/);
    expect(xml).toContain('href="https://readiness.example/modules/acme/cim-parcel"');
    const ids = [...xml.matchAll(/<entry><id>(.*?)<\/id>/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(2);
  });
});
