import { setYamlFields } from '../formats/yaml-edit.js';
import { POLICY_PATH } from '../policy/policy.js';
import { readText } from '../snapshot/files.js';
import { type Declined, declined, type Fix, type Proposal } from './fix.js';

export const registryNotification: Fix = {
  criteria: ['registry-notification'],
  propose({ files }): Proposal | Declined {
    const text = files.entries.has(POLICY_PATH) ? readText(files, POLICY_PATH) : undefined;
    if (text?.read === false) return declined(`\`${POLICY_PATH}\` was not read: ${text.reason}`);
    const after = text ? setYamlFields(text.value, [], { notifiesRegistry: true }) : 'notifiesRegistry: true\n';
    if (after === undefined) return declined(`\`${POLICY_PATH}\` cannot be edited without changing something else`);
    return {
      changes: [{ path: POLICY_PATH, text: after }],
      summary: `Let this app notify the registry of each push, in \`${POLICY_PATH}\``,
      remains: 'The app must also be installed on the registry.',
    };
  },
};
