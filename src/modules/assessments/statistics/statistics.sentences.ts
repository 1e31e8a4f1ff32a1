import { catalog } from '../../../shared/sentences/sentence';

export const sentences = catalog('quizStatistics', {
  negativeDiscrimination:
    'Who did well in the rest of the quiz did worse here. Look at the key first: it may be wrong.',
  weakDiscrimination:
    'Who did well in the rest of the quiz did hardly better here: the discrimination index is below {bound} %.',
  worseThanGuessing:
    'Learners earned less than they would by guessing, which gives {guessScore} % on average. Look at the key first: it may be wrong.',
  sameMarkForAll: 'Everybody earned the same, so the question tells nobody apart.',
  veryHard: 'Hardly anybody earned anything: the facility is {bound} % or less.',
  veryEasy: 'Nearly everybody earned all of it: the facility is {bound} % or more.',
  severalKeys:
    'The same version was graded by {keys} revisions of its key, so that equal answers may have earned different marks.',
  chosenByTheBest:
    'It is wrong by the key, and those who did best in the other questions chose it more often than those who did least well. Look at the key, and at what the question says.',
  rightButAvoided:
    'It is right by the key, and those who did best in the other questions chose it less often than those who did least well. Look at the key first: it may be wrong.',
  hardlyChosen: 'It is wrong, and distracts nobody: fewer than {bound} % chose it.',
  lowConsistency:
    'The questions of the quiz agree little with each other: the consistency is below {bound} %, so the scores are a rough measure.',
});
