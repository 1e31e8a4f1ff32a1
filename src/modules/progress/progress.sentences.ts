import { catalog } from '../../shared/sentences/sentence';

/** The sentences of charts stand with their reports. */
export const sentences = catalog('progress', {
  quizCompletesItself:
    'A quiz is completed by an attempt that passes, or by any attempt where it has no pass mark.',
  registerCompletes:
    'A session is completed by being there. Its register, which the staff of the course keeps, says who was.',
  nothingToComplete: 'A label is read where it stands in the outline, and nobody completes it.',
  ruleCompletes:
    'This activity is not completed by saying so. What completes it{match, select, any {, each alone} other {}}: {asked}.',
  completionsToDecide:
    '{learners, plural, one {1 learner has} other {# learners have}} completed this activity by another rule. Say in completionRule.earlier what becomes of that: keep, or recheck by the new rule.',
  activityCompleted:
    "{learners, plural, one {1 learner has} other {# learners have}} completed this activity, and learners' work is not deleted. The activity stays; it can be rewritten or moved.",
  learnerNotFound: 'Nobody with this id is or was a learner of the course.',
  lineItemNotFound: 'The course has no such line item.',
  nothingToScore: 'Nothing can be scored here yet: the quiz has no questions.',
  chartLinkExpired: 'This link to a chart has expired. Get a new one from the report of the course.',
  chartLinkInvalid:
    'This link to a chart is not one that was given out here. Take the whole address, unchanged.',
  noStartDate: 'The course has no start date, so its weeks cannot be counted. Set one first.',
  notAVideo: 'This activity is no video that is published in the course.',
  signalIdTaken:
    'Another signal of yours has this id already. Make a new id for each signal, and send one that you repeat unchanged.',
  signalIdOf: '{field} is the id of another signal of yours',
  signalIdTwice: '{field} is the id of two signals of this request',
  noSuchActivityHere: '{field} must be a published activity of this course',
  closedActivity: '{field} must be an activity that is open to you',
  mustBeVideo: '{field} must be a video',
  endsBeforeItBegins: '{field} must not be before from',
  seconds: '{field} must be a number of seconds from 0 to {most}',
  playbackRate: '{field} must be a number from 0.05 to 16',
});
