/** Whom a community document names: read leniently, for a person finds an address in any form. */

/** `[INSERT CONTACT METHOD]`, `[your email]`, `<security email>`: what a template leaves to be filled in. */
const PLACEHOLDER =
  /[[<{](?:(?:insert|add|your|enter|put|fill in|todo)\b[^\]>}\n]{0,80}|[^\]>}\n]{0,40}\b(?:contact|e-?mail)(?:[ _-]?(?:address|method|info|here))?)[\]>}](?!\()/gi;
/** Reserved domains: https://www.rfc-editor.org/rfc/rfc2606, and those of templates. */
const NOBODY = /@(?:example\.(?:com|org|net)|your[-_]?[\w-]*\.\w+|domain\.(?:com|tld)|email\.com|yourdomain[\w.]*)\b/i;
const ADDRESS = /(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/g;
const SPELT =
  /(?<![\w.+-])[\w.+-]{1,64}\s?(?:\[at\]|\(at\)|<at>|&#64;|\s+at\s+(?=[\w-]+\s+(?:dot\b|\[dot\]|\(dot\))))\s?[\w-]+/i;
/** A place to write to, near a word that says so. */
const TOLD =
  /\b(?:report(?:ed|ing|s)?|contact(?:ed|ing|s)?|e-?mail|reach(?:ed|ing)?(?: out)?|write to|messages?|notify|tell|inform|questions?|complaints?)\b[^.\n]{0,200}(?:https?:\/\/|\]\(|(?:^|[\s(])@[\w-]+|\b(?:discord|matrix|slack|zulip|telegram|maintainers?|moderat(?:ors?|ion)|committee|owners?|team|authors?|staff)\b)/i;

/** Whether a text still has what a template leaves to be filled in. */
export function hasPlaceholder(text: string): boolean {
  return text.search(PLACEHOLDER) >= 0 || addresses(text).some(address => NOBODY.test(address));
}

/** Whether a text names an address or a place to write to; a placeholder does not count. */
export function hasContact(text: string): boolean {
  if (hasAddress(text)) return true;
  return text.search(PLACEHOLDER) < 0 && TOLD.test(joined(text));
}

/**
 * Codes of conduct that name whom to tell. The Contributor Covenant leaves that to who adopts it, and counts only where
 * a short text refers to it.
 */
const ADOPTED =
  /rust-lang\.org\/\S{0,200}conduct|citizencodeofconduct|apache\.org\/\S{0,200}conduct|github\.com\/[\w.-]{1,100}\/[\w.-]{1,100}\/(?:blob|tree|raw)\/\S{0,200}conduct|raw\.githubusercontent\.com\/\S{0,200}conduct|cncf\.io|nixos\.org|mozilla\.org\/\S{0,200}participation|microsoft\.(?:com|github\.io)\/\S{0,200}(?:conduct|codeofconduct)|https?:\/\/\S{1,200}\/(?:code[-_]?of[-_]?conduct|coc|conduct)\b/i;
/** A text that adopts a code by its name has no more words. */
const SHORT = 200;

/** Whether a text links the code that it adopts, and that one says whom to tell. */
export function linksAdoptedCode(text: string): boolean {
  const others = text.replace(/contributor-covenant\.org\S{0,200}/gi, '');
  if (text.search(PLACEHOLDER) < 0 && ADOPTED.test(others)) return true;
  return others !== text && text.split(/\s+/).length <= SHORT;
}

/** Channels that only those see whom they concern. */
const CHANNEL =
  /\/security\/(?:advisories|policy)|\bprivate(?:ly)?\s{1,5}(?:vulnerability\s{1,5}|security\s{1,5})?(?:report|disclos|advisor)|\b(?:report|submit|open|create|draft|file)\s{1,5}(?:a\s{1,5}|new\s{1,5})?(?:private\s{1,5}|draft\s{1,5})?(?:security\s{1,5}advisor|(?:a\s{1,5})?(?:security\s{1,5})?vulnerability"|(?:a\s{1,5})?vulnerability\*)|github(?:'s)?\s{1,5}(?:private\s{1,5})?(?:security\s{1,5}advisor|vulnerability\s{1,5}report)|hackerone\.com|bugcrowd|intigriti|yeswehack|huntr\.|tidelift\.com|\bkeybase|\bopenpgp|\bsignal\b[^.\n]{0,40}\+\d|\bdirect message\b|\bprivate message\b|\bDM\b/i;
/** A page elsewhere that says how: a link whose words or address are about security, on a line that tells one to report. */
const ELSEWHERE =
  /\b(?:report(?:ed|ing|s)?|disclos(?:e|ed|ing|ures?)|contact|submit|follow|see|policy)\b[^\n]{0,200}https?:\/\/(?!(?:www\.)?(?:rustsec\.org|owasp\.org|cve\.|nvd\.))[^\s)]{0,200}(?:secur|vulnerab|disclos)/i;

/** Somebody to write a mail to, by a page of theirs that has the address. */
const BY_MAIL =
  /\b(?:report(?:ed|ing|s)?|contact|write|reach)\b[^\n]{0,200}\]\(https?:[^)\s]{1,200}\)[^\n]{0,60}\b(?:via|by|through) (?:an? )?e-?mail\b/i;

/** Whether a security policy names a private channel; a placeholder does not count. */
export function hasPrivateChannel(text: string): boolean {
  return hasAddress(text) || CHANNEL.test(text) || ELSEWHERE.test(text) || BY_MAIL.test(text);
}

function hasAddress(text: string): boolean {
  return addresses(text).some(address => !NOBODY.test(address)) || SPELT.test(text);
}

/** Email addresses; a Git remote (`git@github.com:…`) does not count. */
function addresses(text: string): string[] {
  return [...text.matchAll(ADDRESS)].map(([address]) => address).filter(address => !address.startsWith('git@'));
}

/** Sentences as one line each: a document is wrapped anywhere. */
function joined(text: string): string {
  return text.replace(/([^\n])\n(?=[^\n])/g, '$1 ');
}
