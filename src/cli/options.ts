/** The options that several commands have, and readers of the values of options. */
import { InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { type ANSWERS, answerProblem } from '../fixes/answers.js';
import { type FormatOf, formatNames, type Reporter } from '../report/formats.js';

/** `--format`, with the formats of a command. */
export function formatOption<R extends Reporter>(reporter: R) {
  const formats = formatNames(reporter);
  return new Option('--format <format>', 'output format').choices(formats).default(formats[0] as FormatOf<R>);
}

export const POLICY = new Option('--policy <file>', 'use this policy file instead of .github/cim.yml');

export const STANDARD = new Option('--standard <id>', 'the standard');

export const STANDARD_POLICY = new Option('--policy <file>', 'a policy file whose criteria belong to the standard');

export const ADVISORIES = new Option(
  '--advisories <dir>',
  "a copy of an advisory database: a checkout of RustSec's, or files in the OSV format",
);

export const DIRECTORY = new Option('--dir <dir>', 'the repository').default('.');

export const REPOSITORY = new Option(
  '--repository <owner/name>',
  'the GitHub repository, if no Git remote identifies it',
).argParser(repository);

export const MODULE = new Option('--module <name>', 'the package that this is about, in a workspace with several');

export const WRITE = new Option('--write', 'write the files instead of showing the changes');

// The answers that a fix asks for.

export const HOLDER = answer('holder', '--holder <name>', 'the copyright holder, for the license text');

export const LICENSE = answer(
  'license',
  '--license <expression>',
  'MIT, Apache-2.0, or both, if Cargo.toml names no license',
);

export const CONTACT = answer(
  'contact',
  '--contact <address>',
  'the email address that receives reports on the code of conduct',
);

export const TOOLCHAIN = answer('toolchain', '--toolchain <version>', 'the Rust version to pin, as in 1.85.0');

export const TYPE = answer('type', '--type <type>', 'the type of the module, for cim.yaml');

export const CATEGORY = answer('category', '--category <category>', 'the category of the module, for cim.yaml');

export const MAINTAINER = answer(
  'maintainer',
  '--maintainer <maintainer>',
  'the maintainer for cim.yaml, as in "Ada Lovelace <ada>"',
);

/** An option with the answer to a question of a fix. */
function answer<const F extends string>(name: keyof typeof ANSWERS, flags: F, description: string) {
  return new Option(flags, description).argParser(text => {
    const problem = answerProblem(name, text);
    if (problem !== undefined) throw new InvalidArgumentError(`It ${problem.replaceAll('`', '')}.`);
    return text;
  });
}

/** Collects the values of an option that can be repeated. Each takes one value and never the argument after it. */
export function repeated(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

/** A whole number of at least 1. */
export function count(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('Must be a whole number of at least 1.');
  return number;
}

function repository(text: string): { owner: string; repo: string } {
  const [, owner, repo] = /^([\w.-]+)\/([\w.-]+)$/.exec(text) ?? [];
  if (!owner || !repo) throw new InvalidArgumentError('Must have the form OWNER/NAME.');
  return { owner, repo };
}
