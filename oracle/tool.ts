/** Runs the tools of the oracles. */
import { spawn, spawnSync } from 'node:child_process';
import type { Tool } from './oracle.js';

/** Whether a tool can be used here. On Windows, paths and shells differ too much from what the readers describe. */
export function isInstalled({ command }: Tool): boolean {
  return process.platform !== 'win32' && spawnSync(command, ['--version'], { stdio: 'ignore' }).error === undefined;
}

export interface ToolRun {
  readonly cwd: string;
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface ToolAnswer {
  readonly code: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** The longest that one run of a tool may take. */
const LONGEST = 120_000;

/**
 * Runs a tool without a shell and waits for its end. Then everything that it started is ended with it.
 * @throws if it could not be started or took too long; what its exit code means is for the caller to say
 */
export function runTool(command: string, args: readonly string[], run: ToolRun): Promise<ToolAnswer> {
  return new Promise((resolve, reject) => {
    // A process group of its own, so that what the tool starts can be ended.
    const child = spawn(command, args, { cwd: run.cwd, detached: true, ...(run.env && { env: run.env }) });
    const endAll = () => {
      if (child.pid === undefined) return;
      try {
        process.kill(-child.pid, 'SIGKILL');
      } catch {
        // Nothing is left of the group.
      }
    };
    const timer = setTimeout(() => {
      endAll();
      reject(new Error(`${command} took longer than ${LONGEST / 1000} seconds`));
    }, LONGEST);
    const stdout: Buffer[] = [];
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    // A tool can end before it has read everything.
    child.stdin.on('error', () => undefined);
    child.stdin.end(run.input ?? '');
    child.once('error', error => {
      clearTimeout(timer);
      reject(error);
    });
    // What stays behind can hold the pipes open.
    child.once('exit', endAll);
    child.once('close', code => {
      clearTimeout(timer);
      resolve({ code, stdout: Buffer.concat(stdout), stderr });
    });
  });
}
