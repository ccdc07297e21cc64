/** Options of make and just that decide whether, where, and from which file they run something. */

/** The value of an option, as `-C dir`, `-Cdir` or `--directory=dir`. */
export function optionValue(args: readonly string[], short: string, long: string): string | undefined {
  for (const [index, arg] of args.entries()) {
    if (arg === short || arg === long) return args[index + 1];
    if (arg.startsWith(`${long}=`)) return arg.slice(long.length + 1);
    if (arg.startsWith(short) && arg.length > 2) return arg.slice(2);
  }
  return undefined;
}

/** Options with which make only prints what it would run. */
export const MAKE_SHOWS =
  /^(?:-[a-mor-uw-zA-Z]*[nqpv][a-zA-Z]*|--(?:dry-run|just-print|recon|question|version|help|print-data-base))$/;
/** Options with which make goes on after a failure. */
export const MAKE_IGNORES = /^(?:-[a-hj-zA-Z]*i[a-zA-Z]*|--ignore-errors)$/;
/** Options with which just runs no recipe. */
export const JUST_SHOWS = /^(?:-n|-l|-s|--(?:dry-run|list|show|summary|evaluate|dump|help|version|choose|fmt))$/;
