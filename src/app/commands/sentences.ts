/**
 * The grammar of the words after a command's name, for commands with a fixed form:
 *
 *     waive    = ID [ "for" MODULE ] "until" DATE "because" REASON
 *     dispute  = ID [ "for" MODULE ] "because" REASON
 *     attest   = ID [ "until" DATE ] "with" LINK ":" STATEMENT
 *     estimate = N ( "week" | "weeks" )
 *     blocked  = "by" ( MODULE | LINK ) ":" REASON
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
