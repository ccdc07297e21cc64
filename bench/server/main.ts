/** `npm run bench:server -- WORD`: the server's part of the benchmarks alone, or what has a word in its name. */
import { measureServer } from './index.js';

await measureServer(process.argv[2]);
