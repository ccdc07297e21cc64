/** The root of the project. */
export declare const ROOT: string;
/** Bundles programs into a folder: names to paths below the project's root. Gives the files that the bundle contains, from the root. */
export declare function bundle(entrances: Readonly<Record<string, string>>, outdir: string): Promise<string[]>;
