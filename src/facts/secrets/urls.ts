/** Passwords in URLs: `scheme://user:password@host` (RFC 3986, section 3.2.1). */
import { isCommonPassword, isLocalHost } from './placeholders.js';

/** What one pass over the text looks for. */
export const URL_MARK = '://';

const AUTHORITY = /:\/\/([^\s:/@"'`<>\\]{0,100}):([^\s:/@"'`<>\\]{1,200})@([^\s:/?#"'`<>()\\,;|]{1,255})/y;

/** Whether the URL whose `://` stands at `index` has a password that opens something. */
export function hasPassword(text: string, index: number): boolean {
  AUTHORITY.lastIndex = index;
  const [, user = '', password = '', host = ''] = AUTHORITY.exec(text) ?? [];
  if (password.length < 5 || password === user || isLocalHost(host)) return false;
  return !/[{}$*%<>[\]]/.test(user + host) && !isCommonPassword(password) && !isCommonPassword(user + password);
}
