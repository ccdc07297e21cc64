import { withAttestation } from '../../policy/policy-edit.js';
import { code, prose } from '../../report/escape.js';
import { type Command, RefusedError } from './command.js';
import { criterionNamed, furthest, proposePolicy, checkedDate } from './policy-change.js';
import { parseAttest } from './sentences.js';

export const attest: Command = {
  name: 'attest',
  usage: 'attest ID [until DATE] with LINK: STATEMENT',
  does: 'opens a pull request that attests a criterion code cannot decide; another person confirms it by approving',
  right: 'write',
  run: async scene => {
    const said = parseAttest(scene.rest);
    if (!said)
      throw new RefusedError(
        'Use the form `/cim attest ID until DATE with LINK: STATEMENT`, as in `/cim attest single-responsibility until 2027-06-30 with https://example.org/review: each module has one reason to change`.',
      );
    const { id, kind } = criterionNamed(said.id, scene.context.standard);
    if (kind !== 'attested')
      throw new RefusedError(
        `${code(id)} is measured and cannot be attested. To see how to meet it, comment \`/cim explain ${id}\`.`,
      );
    const now = scene.context.now();
    const until = said.until === undefined ? furthest('attestation', now) : checkedDate(said.until, 'attestation', now);
    const attestation = {
      criterion: id,
      statement: said.statement.slice(0, 1_000),
      evidence: said.link,
      by: scene.person,
      confirmedBy: null,
      until,
    };
    return proposePolicy(scene, {
      branch: `attest-${id}`,
      title: `chore: attest ${id} until ${until}`,
      body: `${code(scene.person)} attests in #${scene.number}: ${prose(attestation.statement)}\n\nEvidence: ${prose(said.link)}\n\nThe attestation counts after another person with write access approves this pull request and it is merged.`,
      edit: text => withAttestation(text, attestation),
      nothing: 'The policy already contains this attestation.',
    });
  },
};
