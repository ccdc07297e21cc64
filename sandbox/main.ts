/**
 * The sandbox: the app, as it is shipped, on an emulated GitHub. Plays a round and tells what happened.
 *   npm run sandbox            and stays, to look around, until Ctrl-C
 *   npm run sandbox -- --once  and leaves; exit 1 if anything that should have appeared did not
 */
import { startEmulatedGitHub } from './emulated-github.js';
import { furnish } from './furnish.js';
import { REPOSITORIES } from './modules.js';
import { startServer } from './server.js';
import { playStory } from './story/index.js';

const once = process.argv.includes('--once');

async function main(): Promise<number> {
  const github = await startEmulatedGitHub(Object.keys(REPOSITORIES));
  await furnish(github);
  const server = await startServer(github);
  github.sendWebhooksTo(`${server.url}/api/github/webhooks`);
  const stop = async (keepLog: boolean) => {
    await server.stop(keepLog);
    await github.close();
  };
  const stopped = new Promise<void>(resolve => {
    process.once('SIGINT', resolve).once('SIGTERM', resolve);
  });

  console.log(`A GitHub of your own: ${github.url}\nThe app:              ${server.url}\n`);
  const missing = await Promise.race([playStory(github), stopped.then(() => 0)]);
  if (missing > 0)
    console.log(`\n${missing} of the things that should have appeared did not. The app's log: ${server.log}`);
  if (!once) {
    console.log('\nLook around at the addresses above; Ctrl-C ends it.');
    await stopped;
  }
  await stop(missing > 0);
  return missing > 0 ? 1 : 0;
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(`The sandbox could not play: ${error instanceof Error ? error.message : String(error)}`);
  return 1;
});
// Connections that a browser keeps open do not keep the sandbox.
setTimeout(() => process.exit(), 500).unref();
