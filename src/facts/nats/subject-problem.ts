/** The subjects of NATS itself. */
const EXEMPT = /^(_INBOX|\$JS|\$KV|\$SRV)(\.|$)/;

/**
 * What is wrong with a subject. Absent if nothing is.
 * @param listens whether the code subscribes, filters, or defines a stream, and so can use wildcards
 */
export function subjectProblem(subject: string, listens: boolean): string | undefined {
  if (EXEMPT.test(subject) || /^(\{\})+$/.test(subject) || (listens && subject === '>')) return undefined;
  const tokens = subject.split('.');
  if (tokens.some(token => token === '')) return 'has an empty token: remove the extra dot';
  if (tokens.length < 2 && !subject.includes('{}'))
    return 'has only one token: put the domain before it, as in `cim.…`';
  for (const [index, token] of tokens.entries()) {
    if (token === '*' || token === '>') {
      if (!listens) return 'has a wildcard, which cannot be published to: write the whole subject';
      if (token === '>' && index < tokens.length - 1) return 'has tokens after `>`: move `>` to the end';
    } else if (!/^(?:[a-z0-9_-]|\{\})+$/.test(token))
      return `has the token \`${token}\`: use only lower-case letters, digits, \`_\`, and \`-\``;
  }
  return undefined;
}
