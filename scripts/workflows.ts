/** Checks the workflows in `.github/workflows` with GitHub's own parser. Exits with 1 if it rejects one. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';

const FOLDER = join(import.meta.dirname, '..', '.github', 'workflows');

for (const name of readdirSync(FOLDER)) {
  const content = readFileSync(join(FOLDER, name), 'utf8');
  const { context, value } = parseWorkflow({ name, content }, new NoOperationTraceWriter());
  if (value) await convertWorkflowTemplate(context, value);
  for (const { message } of context.errors.getErrors()) {
    console.log(`.github/workflows/${name}: ${message}`);
    process.exitCode = 1;
  }
}
