/** Bundles programs into a folder: names to paths below the project's root. */
export declare function bundle(entrances: Readonly<Record<string, string>>, outdir: string): Promise<void>;
