/**
 * Commands that build or test, as a document gives them: set as code, or on a line of their own. In a sentence, "make", "just"
 * and "tests" are English.
 */
import { toPieces } from '../../formats/markdown/blocks.js';
import { parseMarkdown } from '../../formats/markdown/parse.js';
import type { Piece } from '../../formats/markdown/piece.js';
import { plainPieces } from '../../formats/markdown/plain.js';

/** Words that begin a command of a tool that builds or tests, whatever its arguments are. */
const TOOL =
  /^(?:make|gmake|just|task|bazel(?:isk)?|buck2?|cmake|meson|ninja|earthly|dagger|pixi|moon|mise|devenv|tox|nox|pytest|cross|maturin|wasm-pack|gradle|mvn|nix-build|nix-shell|docker-compose)(?![\w.-])/;
/** Commands whose second word tells what they are for. */
const COMMAND =
  /^(?:cargo(?: \+[\w.-]+)?(?: -[\w=./-]+)* (?:test|t|nextest|build|b|check|c|clippy|run|r|bench|doc|hack|miri|llvm-cov|tarpaulin|make|xtask|dev|ci|xtest|insta|careful)|nix (?:build|develop|flake check|run|shell)|(?:npm|pnpm|yarn|bun)(?: run)? (?:test|build|check|ci|lint)|go (?:test|build)|docker (?:build|compose|buildx|run)|(?:poetry|uv|pipenv|direnv|devbox|flox) (?:run|exec|activate)|(?:bash|sh) [\w./-]+|(?:\.{1,2}\/|(?:scripts?|ci|bin|tools?|hack)\/)[\w./-]*(?:test|build|check|ci|verify|make|dev|bootstrap|setup|run|lint|x)\b[\w./-]*|(?:\.\/)?x\.(?:py|sh)|(?:\.\/)?gradlew) ?/;
/** Commands that no sentence has by chance. */
const IN_SENTENCE =
  /(?:^|[\s(])(?:cargo (?:test|build|check|clippy|nextest|xtask|bench|run)|nix (?:build|develop|flake check)|npm (?:test|run \w+)|bazel (?:test|build))(?![\w-])/;
/** What stands before a command on its line: a prompt, a bullet, `sudo`, variables. */
const BEFORE = /^(?:[$>#%]\s+|[-*+]\s+|\d+[.)]\s+)?(?:sudo\s+|time\s+|env\s+|[A-Z_]+=\S+\s+)*/;

/** Whether a document names a command that builds or tests. */
export function namesBuildCommand(path: string, text: string): boolean {
  return piecesIn(path, text).some(piece => {
    if (piece.kind === 'code') return piece.text.split('\n').some(line => partsOf(line).some(isBuildCommand));
    if (piece.kind === 'inline') return partsOf(piece.text).some(isBuildCommand);
    if (piece.kind !== 'prose') return false;
    return IN_SENTENCE.test(piece.text) || piece.text.split('\n').some(isCommandLine);
  });
}

function piecesIn(path: string, text: string): readonly Piece[] {
  const root = /\.(?:rst|adoc|asciidoc|org|txt)$|^[^.]+$/i.test(path) ? undefined : parseMarkdown(text);
  return root?.read ? toPieces(root.value) : plainPieces(text);
}

/** The commands of a line: `cd module && cargo test`. */
function partsOf(line: string): string[] {
  return line.slice(0, 1_000).split(/&&|\|\||[;|]/);
}

function isBuildCommand(part: string): boolean {
  const command = part.trim().replace(BEFORE, '');
  return TOOL.test(command) || COMMAND.test(command);
}

/** English that no command line has. */
const SENTENCE = /[.,:!?]$|[,;:]\s|\b(?:an?|and|the|that|to|you|your|sure|is|are|it|we|in|for|with|before|of|if)\b/i;

/** A line of prose that is nothing but a command. */
function isCommandLine(line: string): boolean {
  const command = line.slice(0, 1_000).trim().replace(BEFORE, '');
  return isBuildCommand(command) && !SENTENCE.test(command);
}
