import { catalog } from '../../../../shared/sentences/sentence';

export const sentences = catalog('gapSelect', {
  gapTwice: '{field} is the id of an earlier gap, too: {id}',
  gapNotInText: '{field} must stand in the text exactly once, as [[{id}]]',
  noSuchGap: '{field} has a gap that is not in the list of gaps: [[{id}]]',
  choiceTwice: '{field} is the text of an earlier choice of the same group, too',
});
