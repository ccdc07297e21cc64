/** A worker that ends at every assessment, as one does that takes too much memory. */
import '../../../src/worker.js';
import type { Entry } from '../../../src/app/pool/isolated.js';
import type { ToWorker } from '../../../src/app/pool/wire.js';

process.prependListener('message', (received: unknown) => {
  const message = received as ToWorker;
  if (message.kind === 'task' && (message.task as Entry).ended === undefined) process.exit(9);
});
