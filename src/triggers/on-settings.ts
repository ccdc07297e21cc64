/** Settings that change a verdict: rules, alerts, the repository itself, and where the app is installed. */
import type { Probot } from 'probot';
import type { House } from './house.js';
import { nameOf } from './modules.js';
import { ofModule } from './received.js';

/** Changes come in swarms: they are looked at together, so many seconds after the first. */
const TOGETHER_SECONDS = 120;

export function onSettings(app: Probot, house: House): void {
  app.on(
    [
      'branch_protection_rule',
      'repository_ruleset',
      'repository.edited',
      'repository.renamed',
      'repository.transferred',
      'repository.unarchived',
      'code_scanning_alert',
      'dependabot_alert',
      'secret_scanning_alert',
    ],
    async ({ payload, octokit }) => {
      await ofModule({ payload, octokit }, house, async ({ id }, repository) => {
        await house.chores.put({ kind: 'reassess', ...nameOf(repository), installation: id }, TOGETHER_SECONDS);
      });
    },
  );

  app.on('installation.created', async ({ payload }) => {
    const { installation, repositories = [] } = payload;
    await welcome(installation.id, repositories);
  });
  app.on('installation_repositories.added', async ({ payload }) => {
    await welcome(payload.installation.id, payload.repositories_added);
  });

  async function welcome(installation: number, repositories: readonly { readonly full_name: string }[]): Promise<void> {
    for (const { full_name: full } of repositories) {
      const [owner = '', repo = ''] = full.split('/');
      await house.chores.put({ kind: 'onboard', owner, repo, installation });
    }
  }
}
