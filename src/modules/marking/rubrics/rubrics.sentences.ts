import { catalog } from '../../../shared/sentences/sentence';

export const sentences = catalog('rubrics', {
  rubricNotFound: 'There is no such rubric',
  tooManyRubrics: 'A course has at most {most} rubrics',
  notMarkedByHand: 'The course has no such question that people mark',
  invalidRubric: 'A rubric cannot be like this',
  invalidMarking: 'The rubric of this question does not allow this',
  rubricHasMarks:
    'Scripts have been marked by this rubric: change it by a rubric change, which says first what that does to their marks',
  rubricChanged:
    'The rubric was changed meanwhile: read the script again, and mark it by revision {revision}',
  noRubric: 'This question is marked without a rubric',
  rubricNeeded: 'This question is marked by its rubric',
  rubricNeededField: '{field} must say what the rubric gives, since the rubric allows no other points',
  pointsNeeded: '{field} must be given where there is no rubric',
  overrideRefused:
    '{field} must be left out, or be the {points} that follow from the rubric, which allows no other',
  oneSource:
    '{field} must be left out where the other is given: a rubric comes from the course or from the request',
  sourceNeeded:
    '{field} must be given, or a rubric of the course named, where the question has no rubric yet',
  criteriaNeeded: '{field} must have at least one criterion',
  levelsNeeded: '{field} must have at least one level',
  oneCriterion: '{field} must have one criterion only, since the rubric is holistic',
  noCriteriaHere: '{field} must be left out of a rubric of items',
  itemsNeeded: '{field} must have at least one item',
  startNeeded: '{field} must say whether items count from zero or from the maximum',
  itemsNotScaled: '{field} must be false in a rubric of items, which has bounds',
  onlyOfItems: '{field} must be left out of a rubric that has no items',
  idTwice: '{field} must not be the id of another one',
  rangeUpwards: '{field} must be below {points}',
  nothingToScale: '{field} must be false where no level earns anything',
  notALevel: '{field} must be a level of the criterion',
  noRange: '{field} must be left out, since the level is no range of points',
  outOfRange: '{field} must be from {least} to {most}, the range of the level',
  criterionTwice: '{field} must not come twice',
  levelMissing: '{field} must have a level for the criterion {criterion}',
  rangePointsMissing: '{field} must be given, since the level is a range of points',
  noItemsHere: '{field} must be left out, since the rubric has no items',
  noLevelsHere: '{field} must be left out, since the rubric has no levels',
  notAnItem: '{field} must be an item of the rubric',
  itemTwice: '{field} must not come twice',
  changingRubric: 'Marking again by the changed rubric',
  comparingRubric: 'Comparing what scripts would earn by the changed rubric',
  waitsAgain: 'By the changed marks, the script waits for another marker, or for a decision',
  choiceGone:
    'What was chosen for this script is not in the changed rubric, or not all that this needs: its mark stays at {points} points',
  rubricChangedSince: 'The rubric has been changed again since',
});
