/** The badge of a module: its readiness as a small SVG for a README. */
import { percent } from './phrases.js';

const LABEL = 'readiness';
/** The width of a character at 11 px, and the space around words. */
const CHARACTER = 6.6;
const SPACE = 10;

const COLORS = { good: '#1a7f37', warn: '#9a6700', bad: '#cf222e', idle: '#59636e' } as const;

export interface BadgeFacts {
  /** 0 to 1. */
  readonly readiness: number;
  /** Blocking gaps. */
  readonly blocking: number;
}

/** The badge; without facts it says that nothing is known. Ends with a newline. */
export function badgeSvg(facts: BadgeFacts | null): string {
  const words = facts ? percent(facts.readiness) : 'unknown';
  const color = COLORS[toneOf(facts)];
  const [left, right] = [widthOf(LABEL), widthOf(words)];
  const title = `${LABEL}: ${words}${facts && facts.blocking > 0 ? `, ${facts.blocking} blocking` : ''}`;
  const text = (x: number, of: string) => `<text x="${x}" y="14">${of}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" viewBox="0 0 ${left + right} 20" role="img" aria-label="${title}">`,
    `<title>${title}</title>`,
    `<clipPath id="round"><rect width="${left + right}" height="20" rx="4"/></clipPath>`,
    `<g clip-path="url(#round)"><rect width="${left}" height="20" fill="#32383f"/><rect x="${left}" width="${right}" height="20" fill="${color}"/></g>`,
    `<g fill="#fff" font-family="Verdana,Geneva,DejaVu Sans,sans-serif" font-size="11" text-anchor="middle">${text(left / 2, LABEL)}${text(left + right / 2, words)}</g>`,
    '</svg>\n',
  ].join('');
}

function toneOf(facts: BadgeFacts | null): keyof typeof COLORS {
  if (!facts) return 'idle';
  if (facts.blocking === 0) return 'good';
  return facts.readiness < 0.5 ? 'bad' : 'warn';
}

function widthOf(words: string): number {
  return Math.round(words.length * CHARACTER) + SPACE;
}
