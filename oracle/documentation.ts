/** What `rustdoc` renders of generated doc comments: the headings in the documentation of each function. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { documentationText, headingsOf } from '../src/facts/code/documentation.js';
import { readRust } from '../src/rust/items.js';
import { inFolder, writeFiles } from './folders.js';
import { compare, type Oracle } from './oracle.js';
import { runTool } from './tool.js';

export const documentation: Oracle = {
  name: 'documentation',
  judges: '`documentationText` and `headingsOf` in src/facts/code/documentation.ts: the headings that `rustdoc` shows',
  tool: { command: 'rustdoc', package: 'rustc-web' },
  check: compare({ inputs: leads(), show: String, ours, theirs, batch: 250 }),
};

/**
 * Lines of Markdown. Without raw HTML, which goes on into what stands behind it on the page, and without tabs: the parser of `rustdoc`
 * takes `\t> # Panics` for a quote, which is indented code in CommonMark.
 */
function markdownLines(): fc.Arbitrary<readonly string[]> {
  const heading = fc.constantFrom(
    '# Panics',
    '## Errors',
    '# Panics #',
    '#Panics',
    '####### Panics',
    '# `Panics`',
    '# A *b*',
  );
  const other = fc.constantFrom(
    '',
    '',
    'Text.',
    'Panics',
    '=====',
    '---',
    '```',
    '```text',
    '~~~',
    '- Text.',
    '`# Panics`',
  );
  const odd = fc.constantFrom(
    '\\# Panics',
    '* # Panics',
    '> # Panics',
    '> Text.',
    '1. # Panics',
    '* * *',
    '** bold **',
  );
  const indent = fc.constantFrom('', '', '', ' ', '   ', '    ');
  const line = fc.tuple(indent, fc.oneof(heading, other, odd)).map(parts => parts.join(''));
  return fc.array(line, { minLength: 1, maxLength: 5 });
}

/** What stands before a function: doc comments of all forms and attributes, between other comments and attributes. */
function leads(): fc.Arbitrary<string> {
  const lines = (begin: string) => markdownLines().map(each => each.map(line => `${begin}${line}`).join('\n'));
  const block = (margin: string, first: string, last: string) =>
    markdownLines().map(each => `/**${first}${each.map(line => `${margin}${line}`).join('\n')}${last}*/`);
  const attribute = markdownLines().map(each => `#[doc = ${JSON.stringify(each.join('\n'))}]`);
  const part = fc.oneof(
    { weight: 6, arbitrary: lines('/// ') },
    { weight: 2, arbitrary: lines('///') },
    { weight: 2, arbitrary: block(' * ', '\n', '\n ') },
    { weight: 1, arbitrary: block('', ' ', ' ') },
    { weight: 1, arbitrary: block('  ', '\n', '\n') },
    { weight: 1, arbitrary: block(' *', '\n', '\n *') },
    { weight: 3, arbitrary: attribute },
    {
      weight: 1,
      arbitrary: fc.constantFrom('// # Panics', '#[doc(alias = "other")]', '//// # Panics', '/* # Panics */'),
    },
  );
  return fc.array(part, { minLength: 1, maxLength: 3 }).map(parts => parts.join('\n'));
}

function ours(lead: string): string {
  const file = readRust(`trait All {\n${lead}\nfn only();\n}`);
  const [item] = file.items;
  const only = item?.kind === 'trait' ? item.items[0] : undefined;
  return only ? listed(headingsOf(documentationText(file, only)) ?? []) : 'not read';
}

/** One trait has all functions, so that they are on one page. */
async function theirs(inputs: readonly string[]): Promise<(string | undefined)[]> {
  return inFolder(async folder => {
    const functions = inputs.map((lead, index) => `${lead}\nfn function_${index}();`);
    writeFiles(folder, [['all.rs', `pub trait All {\n${functions.join('\n')}\n}\n`]]);
    const { code, stderr } = await runTool('rustdoc', ['all.rs', '--edition', '2021', '-o', 'out'], { cwd: folder });
    if (code !== 0) throw new Error(`rustdoc: ${stderr}`);
    const page = readFileSync(join(folder, 'out', 'all', 'trait.All.html'), 'utf8');
    const parts = new Map(
      page
        .split('id="tymethod.function_')
        .slice(1)
        .map(part => [Number.parseInt(part, 10), part] as const),
    );
    return inputs.map((_, index) => listed(headingsIn(parts.get(index) ?? '')));
  });
}

/** The headings of a function, which its documentation ends with on the page. */
function headingsIn(html: string): string[] {
  const end = html.indexOf('</details>');
  const start = html.indexOf('<div class="docblock">');
  if (start < 0 || (end >= 0 && end < start)) return [];
  const shown = end < 0 ? html.slice(start) : html.slice(start, end);
  return [...shown.matchAll(/<h[1-6][^>]*>(.*?)<\/h[1-6]>/gs)].map(([, inner = '']) =>
    inner.replace(/<a class="doc-anchor"[^>]*>.*?<\/a>/gs, '').replace(/<[^>]+>|&\w+;/g, ''),
  );
}

/** Only letters and digits: `rustdoc` writes quotes and marks in its own way. */
function listed(headings: readonly string[]): string {
  return headings.map(each => each.replace(/[^\p{L}\d]+/gu, ' ').trim()).join('\n');
}
