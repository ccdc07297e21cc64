/** A worker that does what it is told: well, or as hostile text would make it. */
import { serveTasks } from '../../../src/app/pool/worker.js';
import { UnreadableError } from '../../../src/collect/unreadable.js';

const held: Buffer[] = [];

serveTasks(async (task, call) => {
  switch (task) {
    case 'pid':
      return process.pid;
    case 'ask':
      return call('double', 21);
    case 'ask for what is not there':
      return call('constructor');
    case 'fail':
      throw new UnreadableError('acme/cim-x does not exist', {
        cause: Object.assign(new Error('gone'), { status: 404 }),
      });
    case 'compute':
      for (;;);
    case 'wait':
      return new Promise(() => undefined);
    case 'fill the heap': {
      const all: unknown[] = [];
      for (;;) all.push({ all: all.length });
    }
    case 'hold bytes':
      for (;;) held.push(Buffer.alloc(16 * 1024 * 1024, 1));
    case 'exit':
      process.exit(3);
    default:
      return task;
  }
});
