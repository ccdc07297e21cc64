import { withoutWaiver, withWaiver } from '../../policy/policy-edit.js';
import { code, prose } from '../../report/escape.js';
import { type Command, RefusedError } from './command.js';
import { criterionNamed, proposePolicy, untilOf } from './policy-change.js';
import { waiveIn } from './sentences.js';

export const waive: Command = {
  name: 'waive',
  usage: 'waive ID until DATE because REASON',
  does: 'takes a gap out of what blocks, for at most 180 days: as a pull request to the policy file',
  right: 'maintain',
  run: async scene => {
    const said = waiveIn(scene.rest);
    if (!said)
      throw new RefusedError('Say it as in `/cim waive linear-history until 2027-01-31 because we merge a fork`.');
    const { id } = criterionNamed(said.id, scene.context.standard);
    const until = untilOf(said.until, 'waiver', scene.context.now());
    const waiver = { criterion: id, reason: said.reason.slice(0, 1_000), by: scene.person, until };
    return proposePolicy(scene, {
      branch: `waive-${id}`,
      title: `chore: waive ${id} until ${until}`,
      body: `${code(scene.person)} asks for it in #${scene.number}: ${prose(waiver.reason)}\n\nMerged, the gap does not block until ${until}. It is not counted as met.`,
      edit: text => withWaiver(text, waiver),
      nothing: 'It is waived so already.',
    });
  },
};

export const unwaive: Command = {
  name: 'unwaive',
  usage: 'unwaive ID',
  does: 'takes a waiver back: as a pull request to the policy file',
  right: 'maintain',
  run: async scene => {
    const { id } = criterionNamed(scene.words[0]?.toLowerCase() ?? '', scene.context.standard);
    return proposePolicy(scene, {
      branch: `unwaive-${id}`,
      title: `chore: take the waiver of ${id} back`,
      body: `${code(scene.person)} asks for it in #${scene.number}. Merged, the gap blocks again as long as it is there.`,
      edit: text => withoutWaiver(text, id),
      nothing: `${code(id)} is not waived by this repository's policy.`,
    });
  },
};
