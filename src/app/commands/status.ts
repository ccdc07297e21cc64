import { statusAnswer } from '../../report/comment.js';
import { repositoryDisputes, openModuleDisputes } from '../disputes.js';
import type { Command } from './command.js';
import { assessedHere } from './modules.js';

export const status: Command = {
  name: 'status',
  usage: 'status [MODULE]',
  does: 'shows the readiness and the gaps of the module, from the newest assessment',
  right: 'anyone',
  run: async scene => {
    const { job, context, words } = scene;
    const disputes = await repositoryDisputes(job, context);
    const modules = (await assessedHere(scene, words[0])).map(module => {
      return { ...module, disputes: openModuleDisputes(module, disputes) };
    });
    return statusAnswer(modules, context.standard);
  },
};
