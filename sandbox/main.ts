/** The sandbox runs the shipped app on an emulated GitHub, plays a story, and prints what happened. */
import { parseArgs } from 'node:util';
import { APP, PEOPLE, startEmulatedGitHub } from './emulated-github.js';
import { fillRepositories } from './fill-repositories.js';
import { CRATE_REPOSITORIES, REPOSITORIES } from './modules.js';
import { visitorOf } from './front/actions.js';
import { merge } from './people.js';
import { savePages } from './save-pages.js';
import { startServer } from './server.js';
import { playStory } from './story/index.js';

const HELP = `Runs the app on an emulated GitHub, plays a story, and prints what happened.

  npm run sandbox            keeps running until Ctrl-C, so that you can look around
  npm run sandbox -- --once  saves the pages in a folder after the story, and exits with 1 if an expected step did not happen
`;

async function play(once: boolean): Promise<number> {
  const github = await startEmulatedGitHub([...Object.keys(REPOSITORIES), ...Object.keys(CRATE_REPOSITORIES)]);
  await fillRepositories(github);
  const server = await startServer(github);
  github.sendWebhooksTo(`${server.url}/api/github/webhooks`);
  github.tour.app = server.url;
  const people = { maintainer: PEOPLE.maintainer, installation: APP.installation };
  github.welcome(visitorOf(github, (repo, number) => merge(github, repo, number, PEOPLE.owner), people));
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
  // Nobody can act on saved pages.
  if (once) delete github.tour.yours;
  if (once) console.log(`\nThe pages are in ${await savePages([github.url, server.url])}`);
  else {
    console.log(
      `\nOpen ${github.url} in a browser: it tells the story in five steps, and the next one is yours. Press Ctrl-C to stop.`,
    );
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
