import { catalog } from '../../shared/sentences/sentence';

export const sentences = catalog('assessments', {
  countsAgain:
    'The question was voided in the course that it is from. Here it counts as it is: look whether it should be asked.',
  drawLeftOut:
    'The quiz draws questions from the bank of another course. That draw was left out: share the bank with this course, and add it again.',
  passwordLeftOut:
    'The quiz had a password, which is not written into files. Set one, or everybody can start it.',
  quizNotFound: 'This quiz does not exist, or you may not see it.',
  questionNotFound: 'This question does not exist, or you may not see it.',
  questionVersionNotFound: 'This version of a question does not exist, or you may not see it.',
  attemptNotFound: 'This attempt does not exist, or you may not see it.',

  questionsAreFixed:
    'Learners have attempted this quiz, so its questions cannot be added, removed or reordered, or get other points. All else of a question can still be changed.',
  gradingIsFixed: 'Learners have attempted this quiz, so its grading policy and pass mark cannot change.',
  attemptedQuizStays: 'Learners have attempted this quiz, so it cannot be deleted.',
  tooManyQuestions: 'A quiz has at most {most, plural, one {1 question} other {# questions}}.',
  orderMismatch: 'The list must name every question of the quiz exactly once.',
  invalidSettings: 'The settings have {count, plural, one {1 fault} other {# faults}}: {faults}.',
  invalidQuestion: 'The question has {count, plural, one {1 fault} other {# faults}}: {faults}.',
  invalidSlots: 'The places of the quiz have {count, plural, one {1 fault} other {# faults}}: {faults}.',
  questionTwice: '{field} names a question that stands in the list before',
  bankNotShared: '{field} is not a bank that is shared with the course of the quiz',
  notInBank: '{field} is not the id of a question in the bank of this course',
  questionOrDraw: '{field} must be there, or a draw in its place, and not both',
  tooManyPlaces: '{field} must ask at most {questions} questions, with at most {draws} draws',
  drawsTooMany:
    '{field} must be at most {found}: so many questions of the bank fit the filter and are asked at no other place',
  tooFewToDraw:
    'This quiz cannot start now: at place {position} it draws {count, plural, one {1 question} other {# questions}}, and only {found} are left in the bank. Tell your instructor.',
  notItsVersion: '{field} is not the id of a version of this question',
  certaintiesNeeded: '{field} must be an object with low, medium or high by question id',
  questionClosed: 'A check has closed this question, so its answer cannot change any more.',
  takesNoChecks: 'Answers to this question are judged when the attempt is submitted, and not before.',
  certaintyMissing: '{field} needs how sure you are of the answer, since the quiz goes by certainty',
  bandTwice: '{field} begins at the same percentage as an earlier one: {from}',
  mustBeAfter: '{field} must be after {other}',
  postsAtNeeded: '{field} must say when marks are posted, since {other} is at_date',
  graceNeeded: '{field} is required where {other} is grace',
  mustNotBeBefore: '{field} must not be before {other}',

  noException: 'This person has no exception in this quiz.',
  notALearner: 'This person is not a learner of the course, and never was.',
  nothingGranted:
    'The exception grants nothing. Name a date, a limit, a number of attempts, or waive the password.',

  staffTakeNoAttempts:
    'You teach or manage this course, so your attempts are not graded. To look at the quiz, read its questions.',
  opensLater: 'This quiz opens at {opensAt}.',
  closed: 'This quiz closed at {closesAt}.',
  noAttemptsLeft:
    'You have used {most, plural, one {your only attempt} other {all # attempts}} at this quiz.',
  attemptsUnlimited: 'This person has as many attempts at the quiz as they like.',
  mostAttempts: 'This person has {most} attempts at the quiz, and nobody can have more.',
  closedForPerson:
    'The quiz closed for this person at {closesAt}. Grant them a later closesAt by an exception, and then another attempt.',
  noQuestions: 'This quiz has no questions yet.',
  notYourAttempt: 'Only the learner whose attempt it is can answer and submit it.',
  attemptInProgress:
    'The learner has another attempt at this quiz in progress, and can have only one at a time. Submit that one or delete it first.',
  attemptSubmitted: 'This attempt has been submitted, so its answers cannot be changed.',
  answeringEnded:
    'The time for this attempt was up at {endedAt}. Your answer is kept for the staff to see, for a day after that, but does not count.',
  attemptResting:
    'You are resting in this attempt. What you sent is kept, but does not count. Go on with the attempt, and send it again.',
  noRestLeft:
    '{minutes, plural, =0 {You have no rest breaks} one {You have used up your rest break of 1 minute} other {You have used up your rest breaks of # minutes in all}}.',
  attemptPaused:
    'The staff have paused this attempt. What you sent is kept for them to see, but does not count. Send it again when the attempt goes on.',
  questionPassed:
    'This quiz asks one question after another, without a way back, and you have gone on from this one. What you sent is kept for the staff to see, but does not count.',
  wrongPosition:
    'You are at question {current}. From there you can only go on to question {next}, if there is one, and not back.',
  noPositions: 'This quiz shows all questions at once, so there is no next one to go on to.',
  endedByLeaving:
    'Your enrollment in this course ended at {endedAt}, and this attempt with it. What comes later is kept for the staff to see, for a day after that, but does not count.',
  endedByArchiving:
    'The course was archived at {endedAt}, which ended this attempt. What comes later is kept for the staff to see, for a day after that, but does not count.',
  attemptDeleted: 'This attempt has been deleted, so it cannot be changed any more.',
  noTimeLeft:
    'By the rules, this attempt would have ended at {endedAt}. Say with minutes how much time the learner gets. A quiz that closes hard gives none after its close.',
  abandoned: 'This attempt was not submitted before {endedAt}, so it was abandoned and is not graded.',
  passwordNeeded: 'This quiz starts with a password. Send it as password; your instructor tells it.',
  wrongPassword: 'This is not the password of the quiz. Check it, and say it again.',
  nextAttemptLater: 'You can start your next attempt at {startsAt}.',
  noTimeForNextAttempt:
    'You could start your next attempt at {startsAt}, but the quiz closes at {closesAt}, so there are no more attempts.',
  gradedOtherwise:
    'This attempt has been submitted and graded, and {count, plural, one {1 of these answers differs} other {# of these answers differ}} from what was graded. They were not saved. Read the attempt to see what was graded.',
  otherAnswerGraded: '{field} is not the answer that was graded',
  certaintyNeeded:
    'Your answers are saved, and the attempt goes on: say how sure you are of {count, plural, one {one of them} other {# of them}}, then submit again.',
  sayCertainty: '{field} must be low, medium or high',
  invalidResponse: 'The answer has {count, plural, one {1 fault} other {# faults}}: {faults}.',
  responseMissing: '{field} is required; null takes the answer back',
  notAQuestion: '{field} is not the id of a question of this attempt',
  responseTooLarge: '{field} must not be larger than {most} bytes as JSON',
  notReadable: 'Your answer is kept as you typed it, but earns nothing as it stands: {fault}.',
  sequenceTaken:
    'There is another answer under this sequence or idempotency key already. It may be one that is kept and does not count, such as what came in a pause. Send this one with sequence {next} or a higher one, and with a key of its own.',
  halfCharactersReplaced:
    'Your text held half a character (an unpaired surrogate), which cannot be stored. The sign � stands in its place.',
  notACorrection:
    'This would change what was asked. A correction of a key changes only what is right, its points and what is said to answers; change the question for what it asks.',
  mustAskTheSame: '{field} must ask what the version asks',
  cannotAccept:
    'The key of this question has no room for another right answer like this. Correct the key, or void the question so that everybody earns its points.',
  mustBeAcceptable: '{field} must be a response that the key can have beside what is right',
  regradedSubject: 'Your score in {quiz} was corrected',
  regradedText:
    'A question of "{quiz}" in the course "{course}" was corrected, and your answers were graded again. Look at your attempt to see your score.',
  regradeReversedText:
    'A correction of the quiz "{quiz}" in the course "{course}" was changed, and your answers were graded again. Look at your attempt to see your score.',
  regrading: 'Grading attempts again',
  comparingGrades: 'Comparing what attempts would earn',
  attemptGone: 'The attempt has been opened again or deleted since',
  attemptChanged: 'The attempt has been marked or graded otherwise since',
  courseArchived: 'The course has been archived since',
});
