/**
 * The modules that a flake imports with flake-parts and similar libraries: `imports = [ ./a.nix inputs.b.flakeModule ];`. Paths are
 * followed. An expression that computes the list is not followed, and is reported.
 */

/** The start of such a list, or of an expression that computes it. */
export const IMPORTS = /\bimports\s*=(?!=)/g;

export interface Imports {
  /** All paths in the expression, as they are written. */
  readonly paths: readonly string[];
  /** Whether the expression is more than a list of paths and of modules that do not define packages. */
  readonly computed: boolean;
}

/** The longest expression that is read, in characters. */
const MAX_EXPRESSION_LENGTH = 20_000;
const PATH = /(?<![\w"/])\.\.?\/[\w./+-]*/g;
/** Third-party modules that do not define packages of crates. */
const MODULES_WITHOUT_PACKAGES =
  /treefmt|dev-?shell|git-hooks|pre-commit|process-compose|services-flake|mission-control|flake-root|hercules|easyOverlay|devenv|just-flake|agenix|sops|home-manager|nixos|github-actions|make-shell|rust-flake|nci|nix-cargo-integration|partitions|flakeModules?\.modules|nix-unit|nixpkgs/i;
const OPENS = '([{';
const CLOSES = ')]}';

/** Reads the expression after `imports =`, in code without strings and comments. */
export function readImports(code: string, start: number): Imports {
  const expression = readExpression(code.slice(start, start + MAX_EXPRESSION_LENGTH));
  const paths = expression.match(PATH) ?? [];
  return { paths, computed: !isListed(expression) };
}

/** The expression up to its final `;`. The `;` of `with x;` does not end it. */
function readExpression(code: string): string {
  const from = code.replace(/^\s*(?:with\s[^;[({]{0,200};\s*)*/, '');
  let depth = 0;
  for (let at = 0; at < from.length; at += 1) {
    const character = from.charAt(at);
    if (OPENS.includes(character)) depth += 1;
    else if (CLOSES.includes(character)) depth -= 1;
    if (depth < 0 || (depth === 0 && character === ';')) return from.slice(0, at);
  }
  return from;
}

/** Whether the expression consists of lists, joined by `++`, of paths, known modules, and inline modules. */
function isListed(expression: string): boolean {
  return topLevel(expression, '++').every(part => {
    const list = part.trim();
    if (!list.startsWith('[') || !list.endsWith(']')) return false;
    return splitElements(list.slice(1, -1)).every(isFollowed);
  });
}

function isFollowed(element: string): boolean {
  if (/^\.\.?\//.test(element)) return true;
  // An inline attribute set or function is read as part of the file.
  if (/^\{|^\(\s*(?:\{|\w+\s*[:@])/.test(element)) return true;
  if (element.startsWith('(')) return element.search(PATH) >= 0 && !/\bmap\b|\$\{|\+/.test(element);
  return MODULES_WITHOUT_PACKAGES.test(element);
}

/** Splits an expression at a separator outside of brackets. */
function topLevel(expression: string, separator: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < expression.length; at += 1) {
    const character = expression.charAt(at);
    if (OPENS.includes(character)) depth += 1;
    else if (CLOSES.includes(character)) depth -= 1;
    else if (depth === 0 && expression.startsWith(separator, at)) {
      parts.push(expression.slice(from, at));
      from = at + separator.length;
      at = from - 1;
    }
  }
  return [...parts, expression.slice(from)];
}

/** Splits a list at whitespace outside of brackets. */
function splitElements(list: string): string[] {
  const elements: string[] = [];
  let depth = 0;
  let current = '';
  for (const character of list) {
    if (OPENS.includes(character)) depth += 1;
    else if (CLOSES.includes(character)) depth -= 1;
    if (depth === 0 && /\s/.test(character)) {
      if (current !== '') elements.push(current);
      current = '';
    } else current += character;
  }
  return current === '' ? elements : [...elements, current];
}
