import { readFile } from 'node:fs/promises';
import { UnreadableError } from '../collect/unreadable.js';

/** The text of a file named on the command line. @throws UnreadableError */
export async function textOfFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UnreadableError(
      `${file} could not be read${code === 'ENOENT' ? ': no such file' : code ? ` (${code})` : ''}`,
      { cause: error },
    );
  }
}
