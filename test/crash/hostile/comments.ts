/** Comments that are made to hang, crash, or mislead whoever reads them. */

const KIB = 1024;

export const HOSTILE_COMMENTS: Readonly<Record<string, string>> = {
  'emphasis after a command': `/cim help\n${'*_'.repeat(32 * KIB)}`,
  'open brackets after a command': `/cim help\n\n${'[![a]('.repeat(10 * KIB)}`,
  'nested quotes after a command': `/cim help\n\n${'> '.repeat(20 * KIB)}a`,
  'open HTML after a command': `/cim help\n\n${'<!--'.repeat(15 * KIB)}`,
  'backticks after a command': `/cim help\n\n${Array.from({ length: 340 }, (_, n) => '`'.repeat(n)).join(' ')}`,
  'entities after a command': `/cim help\n\n${'&#x0;&lt;&notanentity;'.repeat(2_800)}`,
  'blanks before a carriage return': `/cim help ${' '.repeat(60 * KIB)}\r x`,
  'five thousand commands': '/cim help\n'.repeat(5_000),
  'a criterion that is a name of JavaScript': '/cim explain __proto__\n/cim explain constructor\n/cim explain toString',
  'a command that is a name of JavaScript': '/cim __proto__\n/cim constructor\n/cim hasOwnProperty x',
  'a module out of the repository':
    '/cim plan ../../../etc/passwd\n/cim waive readme for ../../x until 2026-12-31 because x',
  'a reason of 60 KiB': `/cim waive readme until 2026-12-31 because ${'a b '.repeat(15 * KIB)}`,
  'markup in an argument':
    '/cim explain <img/src=x/onerror=alert(1)>\n/cim explain [x](javascript:alert(1)) @everyone `',
  'a marker of this app':
    '/cim help\n\n<!-- cim-readiness:comment answer 1 done 0000000000000000 00000000000000000000000000000000 -->',
  'a script as a link': '/cim attest single-responsibility with javascript:alert(1): it is good',
  'YAML in a reason': '/cim waive readme until 2026-12-31 because }\u2028enforcement: report #',
  'a blocker of markup': '/cim blocked by https://x/<!--cim-readiness:end-->: --> </details> @everyone',
  'a number out of range': '/cim estimate 99999999999999999999 weeks\n/cim estimate -1 weeks\n/cim estimate 1e9 weeks',
  'characters that nobody sees': '/cim\u00a0help\n/cim\u200b help\n\u202e/cim help\n/cim help\u0000',
  surrogates: `/cim explain ${'\ud800'.repeat(1_000)}`,
};
