/** `cim-readiness completion SHELL`: a script that completes commands, options, their choices, and the IDs of criteria. */
import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { DEFAULT_STANDARD } from '../standard/all.js';
import { print } from './output.js';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** What can follow a command. */
interface Completion {
  readonly name: string;
  readonly description: string;
  readonly options: readonly { readonly flag: string; readonly choices: readonly string[] }[];
  /** Words that its arguments can be; empty for files. */
  readonly words: readonly string[];
}

export async function completionCommand(shell: Shell, root: CommandUnknownOpts): Promise<void> {
  const all = root.commands.map(completionOf);
  await print({ bash: bashScript, zsh: zshScript, fish: fishScript }[shell](all));
}

function completionOf(command: CommandUnknownOpts): Completion {
  const takesCriteria = command.registeredArguments.some(argument => argument.name().startsWith('criteri'));
  return {
    name: command.name(),
    description: command.description(),
    options: [
      ...command.options.map(({ long, argChoices }) => ({ flag: long ?? '', choices: argChoices ?? [] })),
      { flag: '--help', choices: [] },
    ],
    words: [
      ...command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []),
      ...(takesCriteria ? DEFAULT_STANDARD.criterionIds : []),
    ],
  };
}

const choicesOf = (commands: readonly Completion[]) =>
  commands.flatMap(({ name, options }) =>
    options.filter(({ choices }) => choices.length > 0).map(({ flag, choices }) => ({ name, flag, choices })),
  );

function bashScript(commands: readonly Completion[]): string {
  const values = choicesOf(commands).map(
    ({ name, flag, choices }) => `    "${name} ${flag}") words="${choices.join(' ')}" ;;`,
  );
  const words = commands.map(
    ({ name, options, words: own }) =>
      `    ${name}) words="${[...options.map(({ flag }) => flag), ...own].join(' ')}" ;;`,
  );
  return `# Completion of cim-readiness for bash: source <(cim-readiness completion bash)
_cim_readiness() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" command="\${COMP_WORDS[1]}" words=""
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${commands.map(({ name }) => name).join(' ')} --help --version" -- "$current"))
    return
  fi
  case "$command $previous" in
${values.join('\n')}
  esac
  if [ -n "$words" ]; then
    COMPREPLY=($(compgen -W "$words" -- "$current"))
    return
  fi
  case "$command" in
${words.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current") $(compgen -f -- "$current"))
}
complete -o filenames -F _cim_readiness cim-readiness
`;
}

function zshScript(commands: readonly Completion[]): string {
  const cases = commands.map(({ name, options, words }) => {
    const flags = options.map(({ flag, choices }) =>
      choices.length > 0 ? `'${flag}[]:value:(${choices.join(' ')})'` : `'${flag}[]'`,
    );
    const rest =
      words.length > 0
        ? `'*:argument:_alternative "words:word:(${words.join(' ')})" "files:file:_files"'`
        : "'*:file:_files'";
    return `    ${name}) _arguments ${[...flags, rest].join(' ')} ;;`;
  });
  return `#compdef cim-readiness
# Completion of cim-readiness for zsh: cim-readiness completion zsh > a directory in $fpath, as _cim-readiness
_cim_readiness() {
  if (( CURRENT == 2 )); then
    local -a commands=(
${commands.map(({ name, description }) => `      '${name}:${description.replaceAll("'", '’').replaceAll(':', '\\:')}'`).join('\n')}
    )
    _describe command commands
    return
  fi
  local command="$words[2]"
  shift words
  (( CURRENT -= 1 ))
  case "$command" in
${cases.join('\n')}
  esac
}
_cim_readiness "$@"
`;
}

function fishScript(commands: readonly Completion[]): string {
  const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  const lines = commands.flatMap(({ name, description, options, words }) => [
    `complete -c cim-readiness -n __fish_use_subcommand -f -a ${name} -d ${quoted(description)}`,
    ...options.map(({ flag, choices }) => {
      const on = `complete -c cim-readiness -n '__fish_seen_subcommand_from ${name}' -l ${flag.replace(/^--/, '')}`;
      return choices.length > 0 ? `${on} -x -a ${quoted(choices.join(' '))}` : on;
    }),
    ...(words.length > 0
      ? [`complete -c cim-readiness -n '__fish_seen_subcommand_from ${name}' -a ${quoted(words.join(' '))}`]
      : []),
  ]);
  return `# Completion of cim-readiness for fish: cim-readiness completion fish > ~/.config/fish/completions/cim-readiness.fish\n${lines.join('\n')}\n`;
}
