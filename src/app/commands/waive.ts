import { withoutWaiver, withWaiver } from '../../policy/policy-edit.js';
import { code, prose } from '../../report/escape.js';
import { type Command, RefusedError } from './command.js';
import { criterionNamed, proposePolicy, checkedDate } from './policy-change.js';
import { parseWaive } from './sentences.js';

export const waive: Command = {
  name: 'waive',
  usage: 'waive ID until DATE because REASON',
  does: 'opens a pull request to the policy file that stops a gap from blocking, for at most 180 days',
  right: 'maintain',
  run: async scene => {
    const said = parseWaive(scene.rest);
    if (!said)
      throw new RefusedError(
        'Use the form `/cim waive ID until DATE because REASON`, as in `/cim waive linear-history until 2027-01-31 because we merge a fork`.',
      );
    const { id } = criterionNamed(said.id, scene.context.standard);
    const until = checkedDate(said.until, 'waiver', scene.context.now());
    const waiver = { criterion: id, reason: said.reason.slice(0, 1_000), by: scene.person, until };
    return proposePolicy(scene, {
      branch: `waive-${id}`,
      title: `chore: waive ${id} until ${until}`,
      body: `${code(scene.person)} requested this waiver in #${scene.number}: ${prose(waiver.reason)}\n\nAfter the merge, the gap does not block until ${until}. It does not count as met.`,
      edit: text => withWaiver(text, waiver),
      nothing: 'The policy already contains this waiver.',
    });
  },
};

export const unwaive: Command = {
  name: 'unwaive',
  usage: 'unwaive ID',
  does: 'opens a pull request to the policy file that removes a waiver',
  right: 'maintain',
  run: async scene => {
    const { id } = criterionNamed(scene.words[0]?.toLowerCase() ?? '', scene.context.standard);
    return proposePolicy(scene, {
      branch: `unwaive-${id}`,
      title: `chore: remove the waiver of ${id}`,
      body: `${code(scene.person)} requested this in #${scene.number}. After the merge, the gap blocks again until it is closed.`,
      edit: text => withoutWaiver(text, id),
      nothing: `${code(id)} is not waived by this repository's policy.`,
    });
  },
};
