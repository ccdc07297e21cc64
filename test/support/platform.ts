/** Conditions for tests of what some systems do not have. */
import { it } from '@jest/globals';

/** For tests that need symbolic links, file modes, or signals: on Windows, Git and Node do not provide them. */
export const itOnUnix = process.platform === 'win32' ? it.skip : it;

/** For tests that need file names of any bytes: the file systems of macOS and Windows require Unicode. */
export const itOnLinux = process.platform === 'linux' ? it : it.skip;
