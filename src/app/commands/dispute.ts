import type { DisputeData } from '../../fleet/disputes.js';
import { code } from '../../report/escape.js';
import { addWork } from '../context.js';
import { repositoryDisputes } from '../disputes.js';
import { type Command, RefusedError, type Scene } from './command.js';
import { assessedHere } from './modules.js';
import { criterionNamed } from './policy-change.js';
import { parseDispute } from './sentences.js';

/** How much of a verdict's evidence is kept beside a dispute. */
const EVIDENCE = 5;

export const dispute: Command = {
  name: 'dispute',
  usage: 'dispute ID [for MODULE] because REASON',
  does: 'says that a verdict is wrong: it is noted beside the verdict for the reviewers, and changes no verdict',
  right: 'write or author',
  run: async scene => {
    const { job, context, person } = scene;
    const said = parseDispute(scene.rest);
    if (!said)
      throw new RefusedError(
        'Use the form `/cim dispute ID because REASON`, as in `/cim dispute readme because the usage section is in docs/usage.md`.',
      );
    const { id } = criterionNamed(said.id, context.standard);
    const data = await disputed(id, said, scene);
    const earlier = (await repositoryDisputes(job, context)).filter(
      each => each.by === person && each.criterion === id,
    );
    const isNoted = earlier.some(
      each => each.sha === data.sha && each.reason === data.reason && each.module === data.module,
    );
    if (!isNoted) await context.ledger.note(job, { kind: 'disputed', by: person, data });
    await addWork(job, [{ name: 'migration', priority: 'background' }], context);
    return `Noted beside the verdict on ${code(id)} (${data.status.replace('-', ' ')} at ${code(data.sha.slice(0, 7))}), for the reviewers of the standard. The verdict itself does not change.`;
  },
};

/** The verdict that is disputed, with its evidence. @throws RefusedError if there is none, or several */
async function disputed(
  id: string,
  { module, reason }: { readonly module?: string; readonly reason: string },
  scene: Scene,
): Promise<DisputeData> {
  const [found, ...others] = await assessedHere(scene, module);
  if (!found) throw new RefusedError('Nothing is assessed here yet. To assess it now, comment `/cim reassess`.');
  if (others.length > 0)
    throw new RefusedError(
      `This repository has several modules: name one, as in ${code(`/cim dispute ${id} for ${found.name ?? 'MODULE'} because REASON`)}.`,
    );
  const { findings, subject } = found.assessment;
  const finding = findings.find(({ criterion }) => criterion === id);
  if (!finding) throw new RefusedError(`The newest assessment has no verdict on ${code(id)}.`);
  const evidence = finding.evidence.slice(0, EVIDENCE).map(({ path, line, message }) => ({
    ...(path === undefined ? {} : { path }),
    ...(line === undefined ? {} : { line }),
    message: message.slice(0, 500),
  }));
  return {
    criterion: id,
    ...(found.name === undefined ? {} : { module: found.name }),
    reason: reason.slice(0, 500),
    number: scene.number,
    sha: subject.sha,
    status: finding.status,
    message: finding.message.slice(0, 1_000),
    evidence,
  };
}
