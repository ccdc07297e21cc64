/** The root of the project. */
export declare const ROOT: string;
/**
 * Bundles programs into a folder: names to paths below the project's root. Gives the files that the bundle contains, from the root.
 * @param without packages that the bundle does not contain
 */
export declare function bundle(
  entrances: Readonly<Record<string, string>>,
  outdir: string,
  without?: readonly string[],
): Promise<string[]>;
