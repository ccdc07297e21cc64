import { withoutWaiver, withWaiver } from '../../policy/policy-edit.js';
import { code, prose } from '../../report/escape.js';
import { modulesNow } from '../migration-state.js';
import { type Command, RefusedError, type Scene } from './command.js';
import { moduleNamed } from './modules.js';
import { checkedDate, criterionNamed, proposePolicy } from './policy-change.js';
import { parseUnwaive, parseWaive } from './sentences.js';

export const waive: Command = {
  name: 'waive',
  usage: 'waive ID [for MODULE] until DATE because REASON',
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
    const module = await moduleOf(said.module, scene);
    const waiver = { criterion: id, ...module.entry, reason: said.reason.slice(0, 1_000), by: scene.person, until };
    return proposePolicy(scene, {
      branch: `waive-${id}${module.branch}`,
      title: `chore: waive ${id}${module.title} until ${until}`,
      body: `${code(scene.person)} requested this waiver in #${scene.number}: ${prose(waiver.reason)}\n\nAfter the merge, the gap does not block until ${until}. It does not count as met.`,
      edit: text => withWaiver(text, waiver),
      nothing: 'The policy already contains this waiver.',
    });
  },
};

export const unwaive: Command = {
  name: 'unwaive',
  usage: 'unwaive ID [for MODULE]',
  does: 'opens a pull request to the policy file that removes a waiver',
  right: 'maintain',
  run: async scene => {
    const said = parseUnwaive(scene.rest);
    const { id } = criterionNamed(said?.id ?? scene.words[0]?.toLowerCase() ?? '', scene.context.standard);
    if (!said) throw new RefusedError('Use the form `/cim unwaive ID`, as in `/cim unwaive linear-history`.');
    const module = await moduleOf(said.module, scene);
    return proposePolicy(scene, {
      branch: `unwaive-${id}${module.branch}`,
      title: `chore: remove the waiver of ${id}${module.title}`,
      body: `${code(scene.person)} requested this in #${scene.number}. After the merge, the gap blocks again until it is closed.`,
      edit: text => withoutWaiver(text, id, module.entry.module),
      nothing: `${code(id)} is not waived${module.title} by this repository's policy.`,
    });
  },
};

/** The module that a waiver is for, in its entry, its branch, and its title. @throws RefusedError if there is none */
async function moduleOf(
  name: string | undefined,
  { job, context }: Scene,
): Promise<{ readonly entry: { readonly module?: string }; readonly branch: string; readonly title: string }> {
  if (name === undefined) return { entry: {}, branch: '', title: '' };
  const { name: module = name } = moduleNamed(name, await modulesNow(job, context));
  return { entry: { module }, branch: `-for-${module.replace(/[^\w-]/g, '_')}`, title: ` for ${module}` };
}
