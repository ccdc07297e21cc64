/** Where the tools for assistants read modules on the server: on GitHub, with the rights of the person who asks. */
import { policyIn } from '../assess/modules.js';
import type { GitHubClient } from '../collect/octokit.js';
import { collectGitHub } from '../collect/github.js';
import { UnreadableError } from '../collect/unreadable.js';
import { moduleFacts } from '../fleet/measured.js';
import type { ModuleSource } from '../mcp/server.js';
import type { Snapshot } from '../snapshot/snapshot.js';
import type { Standard } from '../standard/standard.js';

const NAME = /^(\w[\w.-]{0,99})\/(\w[\w.-]{0,99})$/;

export function githubSource(octokit: GitHubClient, standard: Standard): ModuleSource {
  const now = () => new Date().toISOString();
  const policy = (of: Snapshot) => policyIn(of, standard).policy;
  return {
    standard,
    names: 'OWNER/NAME of a repository on GitHub',
    async snapshot(module, ref) {
      const [, owner, repo] = NAME.exec(module ?? '') ?? [];
      if (owner === undefined || repo === undefined)
        throw new UnreadableError('name the module as OWNER/NAME of its repository on GitHub');
      return collectGitHub(octokit, { owner, repo, ...(ref === undefined ? {} : { ref }), takenAt: now() });
    },
    policy,
    facts(snapshot) {
      const { statedStatus, version, tag } = moduleFacts(snapshot, {
        policy: policy(snapshot),
        folder: snapshot.subject.repo ?? '',
      });
      return { status: statedStatus, version, tag };
    },
    now,
  };
}
