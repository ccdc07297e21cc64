/** Builds the packages that are published: a directory for each below `target`. */
export declare function buildPackages(target: string): Promise<void>;
