/** Titles, commit messages, and names that are made to hang, crash, or mislead whoever reads them. */
export const HOSTILE_TEXTS: Readonly<Record<string, string>> = {
  'a type without end': `${'feat('.repeat(40_000)}: x`,
  colons: ':'.repeat(200_000),
  footers: `feat: x\n\n${'BREAKING CHANGE: '.repeat(10_000)}\n${'Reviewed-by: a\n'.repeat(5_000)}`,
  'blanks before a carriage return': `feat: ${' '.repeat(100_000)}\r\n\r\nx`,
  'reverts of reverts': `${'Revert "'.repeat(10_000)}feat: x${'"'.repeat(10_000)}\n\nThis reverts commit ${'a'.repeat(40)}.`,
  markup: 'feat: <img src=x onerror=alert(1)> [x](javascript:alert(1)) @everyone #1 `|` <!-- -->',
  'characters that nobody sees': 'feat: \u202e\u2066\u0000\u001b[2J\ufeff x',
  surrogates: `feat: \ud800\udfff${'\ud83d'.repeat(500)}`,
  nothing: '',
  'a path': '../../../etc/passwd%00',
};
