/** Release tags: pushed, created, or made by a release. */
import type { Probot } from 'probot';
import { collectGitHub } from '../collect/github.js';
import { UnreadableError } from '../collect/unreadable.js';
import { enforcementOf } from '../policy/enforcement.js';
import { policyOf } from '../policy/policy-file.js';
import { concludeCheckRun } from '../publish/check-run.js';
import { versionCheckRunOf } from '../report/check-run/version.js';
import { CIM_STANDARD } from '../standard/cim.js';
import { answersOf } from '../standard/shared/module-releases.js';
import { reasonOf } from './assess-commit.js';
import { isPassing, tryAgain } from './faults.js';
import type { House, Installation, RepositoryName } from './house.js';
import { nameOf } from './modules.js';
import { ofModule, type Received } from './received.js';

export const VERSION_CHECK_RUN = 'CIM version';

const TAGS = 'refs/tags/';

export function onTags(app: Probot, house: House): void {
  app.on('push', async ({ payload, octokit }) => {
    const { ref, deleted } = payload;
    if (!deleted && ref.startsWith(TAGS)) await judge({ payload, octokit }, ref.slice(TAGS.length));
  });
  app.on('create', async ({ payload, octokit }) => {
    if (payload.ref_type === 'tag') await judge({ payload, octokit }, payload.ref);
  });
  app.on('release.published', async ({ payload, octokit }) => {
    await judge({ payload, octokit }, payload.release.tag_name);
  });

  function judge(received: Received, tag: string): Promise<void> {
    return ofModule(received, house, (installation, repository) =>
      judgeTagOf(nameOf(repository), tag, installation, house),
    );
  }
}

/** Judges a tag, and says so on its commit. A tag that is no release of this module is left alone, and one that is gone. */
async function judgeTagOf(
  { owner, repo }: RepositoryName,
  tag: string,
  { octokit, id }: Installation,
  house: House,
): Promise<void> {
  try {
    const snapshot = await collectGitHub(octokit, {
      owner,
      repo,
      ref: `${TAGS}${tag}`,
      takenAt: house.now(),
    });
    const { subject, parts } = snapshot;
    const { policy } = policyOf(parts.policy, CIM_STANDARD);
    const answers = answersOf(tag, parts, { subject, policy });
    if (!answers.read) throw new UnreadableError(answers.reason);
    if (!answers.value) return;
    const place = { owner, repo, sha: subject.sha, name: VERSION_CHECK_RUN };
    const settings = {
      octokit,
      memory: house.ledger,
      installation: id,
      patience: house.patience,
      externalId: `tag/${tag}`,
    };
    const report = versionCheckRunOf(
      { tag, commit: subject.sha, exists: true, answers: answers.value },
      enforcementOf(policy, snapshot),
    );
    await concludeCheckRun(place, settings, report);
    house.log.info({ owner, repo, tag, sha: subject.sha, conclusion: report.conclusion }, 'tag judged');
  } catch (error) {
    if (isPassing(error)) throw tryAgain(error, reasonOf(error));
    if (!(error instanceof UnreadableError)) throw error;
    house.log.warn({ owner, repo, tag, reason: error.message }, 'the tag could not be judged');
  }
}
