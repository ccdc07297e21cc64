/** The sandbox runs the shipped app on an emulated GitHub, plays a story, and prints what happened. */
import { parseArgs } from 'node:util';
import { startEmulatedGitHub } from './emulated-github.js';
import { fillRepositories } from './fill-repositories.js';
import { REPOSITORIES } from './modules.js';
import { startServer } from './server.js';
import { playStory } from './story/index.js';

const HELP = `Runs the app on an emulated GitHub, plays a story, and prints what happened.

  npm run sandbox            keeps running until Ctrl-C, so that you can look around
  npm run sandbox -- --once  exits after the story, with 1 if an expected step did not happen
`;

async function play(once: boolean): Promise<number> {
  const github = await startEmulatedGitHub(Object.keys(REPOSITORIES));
  await fillRepositories(github);
  const server = await startServer(github);
  github.sendWebhooksTo(`${server.url}/api/github/webhooks`);
  const stop = async (keepLog: boolean) => {
    await server.stop(keepLog);
    await github.close();
  };
  const stopped = new Promise<void>(resolve => {
    process.once('SIGINT', resolve).once('SIGTERM', resolve);
  });

  console.log(`Emulated GitHub: ${github.url}\nThe app:         ${server.url}\n`);
  const missing = await Promise.race([playStory(github), stopped.then(() => 0)]);
  if (missing > 0) console.log(`\n${missing} expected steps did not happen. See the app's log: ${server.log}`);
  if (!once) {
    console.log('\nOpen the addresses above in a browser to look around. Press Ctrl-C to stop.');
    await stopped;
  }
  await stop(missing > 0);
  return missing > 0 ? 1 : 0;
}

async function main(): Promise<number> {
  let options: { readonly once?: boolean; readonly help?: boolean };
  try {
    options = parseArgs({ options: { once: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } }).values;
  } catch (error) {
    console.error(`${messageOf(error)}\n\n${HELP}`);
    return 2;
  }
  if (options.help) {
    console.log(HELP);
    return 0;
  }
  return play(options.once ?? false);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(`The sandbox failed: ${messageOf(error)}`);
  return 1;
});
// Connections that a browser keeps open must not keep the sandbox running.
setTimeout(() => process.exit(), 500).unref();
