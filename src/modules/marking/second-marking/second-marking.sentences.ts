import { catalog } from '../../../shared/sentences/sentence';

export const sentences = catalog('second-marking', {
  ruleNotFound: 'One person marks the answers to this question',
  ruleHasMarks:
    'Scripts of this question have marks. How they are marked is changed by an operation, which can be looked at first',
  marksComplete:
    'As many people as the rule asks for have marked this script. An instructor can decide otherwise',
  decided: 'An instructor has decided the mark of this script',
  nothingToDecide: 'An instructor decides once two people have marked the script, each for themselves',
  noMark: 'none',
  markBecomes: 'The mark is {points} then; it was {old}',
  comparing: 'Looking at marks',
  changing: 'Changing how answers are marked',
  ruleChangedSince: 'How the question is marked has been changed since',
});
