/**
 * The grammar of the words after a command's name, for commands with a fixed form:
 *
 *     waive    = ID [ "for" MODULE ] "until" DATE "because" REASON
 *     dispute  = ID [ "for" MODULE ] "because" REASON
 *     fix      = ( "all" | ID { ID } ) [ "for" MODULE ] [ "with" ANSWER { ";" ANSWER } ]      ANSWER = NAME ":" TEXT
 *     attest   = ID [ "until" DATE ] "with" LINK ":" STATEMENT
 *     estimate = N ( "week" | "weeks" )
 *     blocked  = "by" ( MODULE | LINK ) ":" REASON
 *     demote   = "because" REASON
 */

/** `/cim waive …` */
export interface WaiveSentence {
  readonly id: string;
  readonly module?: string;
  readonly until: string;
  readonly reason: string;
}

export function parseWaive(rest: string): WaiveSentence | undefined {
  const [, id = '', module, until = '', reason = ''] =
    /^(\S+)(?:\s+for\s+(\S+))?\s+until\s+(\S+)\s+because\s+(\S.*)$/i.exec(rest) ?? [];
  return id ? { id: id.toLowerCase(), ...(module === undefined ? {} : { module }), until, reason } : undefined;
}

/** `/cim unwaive …` */
export function parseUnwaive(rest: string): Pick<WaiveSentence, 'id' | 'module'> | undefined {
  const [, id = '', module] = /^(\S+)(?:\s+for\s+(\S+))?$/i.exec(rest) ?? [];
  return id ? { id: id.toLowerCase(), ...(module === undefined ? {} : { module }) } : undefined;
}

/** `/cim dispute …` */
export type DisputeSentence = Omit<WaiveSentence, 'until'>;

export function parseDispute(rest: string): DisputeSentence | undefined {
  const [, id = '', module, reason = ''] = /^(\S+)(?:\s+for\s+(\S+))?\s+because\s+(\S.*)$/i.exec(rest) ?? [];
  return id ? { id: id.toLowerCase(), ...(module === undefined ? {} : { module }), reason } : undefined;
}

/** `/cim fix …` */
export interface FixSentence {
  /** In lower case; null for `all`. */
  readonly criteria: readonly string[] | null;
  readonly module?: string;
  /** By the name of the answer, as they were written. */
  readonly answers: ReadonlyMap<string, string>;
}

export function parseFix(rest: string): FixSentence | undefined {
  const at = rest.search(/\swith\s/i);
  const head = (at < 0 ? rest : rest.slice(0, at)).split(/\s+/).filter(Boolean);
  const named = head.findIndex(word => word.toLowerCase() === 'for');
  const module = named < 0 ? undefined : head[named + 1];
  const ids = (named < 0 ? head : head.slice(0, named)).map(word => word.toLowerCase().replace(/,$/, ''));
  const answers = new Map<string, string>();
  for (const part of at < 0 ? [] : rest.slice(at + ' with '.length).split(';')) {
    const colon = part.indexOf(':');
    if (colon < 0) return undefined;
    answers.set(part.slice(0, colon).trim().toLowerCase(), part.slice(colon + 1).trim());
  }
  if (ids.length === 0 || (named >= 0 && (module === undefined || head.length > named + 2))) return undefined;
  return { criteria: ids.includes('all') ? null : ids, ...(module === undefined ? {} : { module }), answers };
}

/** `/cim attest …` */
export interface AttestSentence {
  readonly id: string;
  readonly until?: string;
  readonly link: string;
  readonly statement: string;
}

export function parseAttest(rest: string): AttestSentence | undefined {
  const [, id = '', until, link = '', statement = ''] =
    /^(\S+)(?:\s+until\s+(\S+))?\s+with\s+(https?:\/\/\S+?):?\s+(\S.*)$/i.exec(rest) ?? [];
  return id ? { id: id.toLowerCase(), ...(until === undefined ? {} : { until }), link, statement } : undefined;
}

/** `/cim estimate …`: the number of weeks. */
export function parseEstimate(rest: string): number | undefined {
  const [, weeks] = /^(\d{1,3})\s+weeks?$/i.exec(rest) ?? [];
  return weeks === undefined || Number(weeks) === 0 ? undefined : Number(weeks);
}

/** `/cim blocked …` */
export interface BlockedSentence {
  readonly on: string;
  readonly reason: string;
}

export function parseBlocked(rest: string): BlockedSentence | undefined {
  const [, on = '', reason = ''] = /^by\s+(https?:\/\/\S+?|[\w.-]+)\s*:\s+(\S.*)$/i.exec(rest) ?? [];
  return on ? { on, reason } : undefined;
}

/** `/cim demote …`: the reason. */
export function parseDemote(rest: string): string | undefined {
  return /^because\s+(\S.*)$/i.exec(rest)?.[1];
}
