/** `cim-readiness doctor`: checks the app's environment, permissions, events, webhook, and installations. */
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { UnreadableError } from '../collect/unreadable.js';
import { EnvironmentError, readCredentials, readEnvironment } from '../environment.js';
import { readNats } from '../nats-environment.js';
import { diagnose, doctorExitStatus } from '../report/doctor/diagnosis.js';
import type { EnvironmentFacts } from '../report/doctor/facts.js';
import type { FormatOf } from '../report/formats.js';
import { read, unread } from '../snapshot/reading.js';
import { type Credentials, readDoctorFacts } from './doctor-facts.js';
import { printReport } from './output.js';

type Variables = Readonly<Record<string, string | undefined>>;

/** Prints the findings and sets the exit status. @throws UnreadableError if the app cannot authenticate with GitHub */
export async function doctorCommand(options: { readonly format: FormatOf<'doctor'> }): Promise<void> {
  // Like the server.
  if (existsSync('.env')) process.loadEnvFile('.env');
  const credentials = doctorCredentials(process.env);
  const environment = { ...environmentFacts(process.env), ...(await natsFacts(process.env)) };
  const facts = { environment, ...(await readDoctorFacts(credentials, Date.now)) };
  const sections = diagnose(facts);
  const { app, host } = facts;
  process.exitCode = doctorExitStatus(sections);
  return printReport('doctor', options.format, { app, host, sections });
}

function doctorCredentials(variables: Variables): Credentials {
  const { APP_ID, PRIVATE_KEY, PRIVATE_KEY_PATH } = variables;
  if (!APP_ID && !PRIVATE_KEY && !PRIVATE_KEY_PATH)
    throw new UnreadableError(
      'no credentials: set APP_ID, and PRIVATE_KEY or PRIVATE_KEY_PATH, as for the server. To register an app, run `npm start`',
    );
  try {
    return readCredentials(variables);
  } catch (error) {
    if (error instanceof EnvironmentError) throw new UnreadableError(error.message.split('\n').join('; '));
    throw error;
  }
}

/** Checks the variables and the data directory, without asking GitHub. */
export function environmentFacts(variables: Variables): EnvironmentFacts {
  const { WEBHOOK_SECRET, DATA_DIR } = variables;
  return {
    // The secret has a finding of its own.
    problems: environmentProblems(variables).filter(line => !line.startsWith('WEBHOOK_SECRET')),
    ...(WEBHOOK_SECRET ? { secretLength: WEBHOOK_SECRET.length } : {}),
    dataDir: dataDirFacts(DATA_DIR || 'data'),
  };
}

/** Asks NATS for its version, if it is used. */
async function natsFacts(variables: Variables): Promise<Pick<EnvironmentFacts, 'nats'>> {
  try {
    const settings = readNats(variables);
    if (!settings) return {};
    const { connection } = await import('../store/nats/connection.js');
    const { nats } = await connection(settings);
    const { version } = nats.info ?? {};
    await nats.close();
    return { nats: version === undefined ? unread('it does not say') : read(version) };
  } catch (error) {
    // Invalid variables are a finding of their own.
    return error instanceof EnvironmentError
      ? {}
      : { nats: unread(error instanceof Error ? error.message : String(error)) };
  }
}

function environmentProblems(variables: Variables): readonly string[] {
  try {
    readEnvironment(variables);
    return [];
  } catch (error) {
    if (error instanceof EnvironmentError) return error.message.split('\n');
    throw error;
  }
}

/** Checks, without writing anything, that the directory or its nearest existing ancestor is writable. */
function dataDirFacts(path: string): EnvironmentFacts['dataDir'] {
  const isNew = !existsSync(path);
  const database = join(path, 'cim-readiness.db');
  try {
    const there = isNew ? nearestExistingAncestor(resolve(path)) : path;
    if (!statSync(there).isDirectory()) return { path, isNew, problem: `${there} is not a directory` };
    accessSync(there, constants.W_OK | constants.X_OK);
    if (existsSync(database)) accessSync(database, constants.R_OK | constants.W_OK);
    return { path, isNew };
  } catch (error) {
    return { path, isNew, problem: (error as NodeJS.ErrnoException).code ?? String(error) };
  }
}

/** Finds the nearest ancestor directory that exists. */
function nearestExistingAncestor(path: string): string {
  const above = dirname(path);
  return existsSync(above) || above === path ? above : nearestExistingAncestor(above);
}
