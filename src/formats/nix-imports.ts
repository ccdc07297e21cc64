/**
 * The modules that a flake imports (flake-parts and its like): `imports = [ ./a.nix inputs.b.flakeModule ];`. Each element is
 * a path, which is followed, or something else; what computes the list is not followed, and said.
 */

/** The beginning of such a list, or of what computes it. */
export const IMPORTS = /\bimports\s*=(?!=)/g;

export interface Imports {
  /** Paths as they are written, wherever they stand. */
  readonly paths: readonly string[];
  /** Something other than a list of paths and of modules that yield no package. */
  readonly computed: boolean;
}

const LONGEST = 20_000;
const PATH = /(?<![\w"/])\.\.?\/[\w./+-]*/g;
/** Modules of others that are known to yield no package of a crate. */
const ASIDE =
  /treefmt|dev-?shell|git-hooks|pre-commit|process-compose|services-flake|mission-control|flake-root|hercules|easyOverlay|devenv|just-flake|agenix|sops|home-manager|nixos|github-actions|make-shell|rust-flake|nci|nix-cargo-integration|partitions|flakeModules?\.modules|nix-unit|nixpkgs/i;
const OPENS = '([{';
const CLOSES = ')]}';

/** Reads what stands behind `imports =`, in code without strings and comments. */
export function importsAt(code: string, start: number): Imports {
  const expression = expressionAt(code.slice(start, start + LONGEST));
  const paths = expression.match(PATH) ?? [];
  return { paths, computed: !isListed(expression) };
}

/** Up to the `;` that ends it; `with x;` does not. */
function expressionAt(code: string): string {
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

/** Lists, joined by `++`, of nothing but paths, known modules, and modules that stand there themselves. */
function isListed(expression: string): boolean {
  return topLevel(expression, '++').every(part => {
    const list = part.trim();
    if (!list.startsWith('[') || !list.endsWith(']')) return false;
    return elementsOf(list.slice(1, -1)).every(isFollowed);
  });
}

function isFollowed(element: string): boolean {
  if (/^\.\.?\//.test(element)) return true;
  // An attribute set or a function stands here, and is read with the file.
  if (/^\{|^\(\s*(?:\{|\w+\s*[:@])/.test(element)) return true;
  if (element.startsWith('(')) return element.search(PATH) >= 0 && !/\bmap\b|\$\{|\+/.test(element);
  return ASIDE.test(element);
}

/** The parts of an expression between a separator outside of brackets. */
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

/** The elements of a list: what stands between blanks, with brackets kept together. */
function elementsOf(list: string): string[] {
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
