import { catalog } from '../sentences/sentence';

/** For the orchestrator and the people who read its log. */
export const sentences = catalog('health', {
  draining: 'This process is ending and takes no more requests.',
  stuck: 'This process is stuck and has to be started again.',
  schemaBehind: 'The database lacks migrations of this version of Stoa. Run npm run migrate.',
});
