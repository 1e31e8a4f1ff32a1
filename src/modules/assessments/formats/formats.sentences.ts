import { catalog } from '../../../shared/sentences/sentence';

export const sentences = catalog('formats', {
  fileRequired: '{field} is required: the file with the questions',
  formatNeeded: '{field} must be one of {formats}',
  encodingNeeded: '{field} must be one of {encodings}',
  fileTooLarge: 'A file of questions has at most {megabytes} MB. Send it in parts.',
  notMultipart: 'Send the file as multipart/form-data, as a part with the name file.',
  notReadable: 'Questions cannot be written as {format}. Use one of {formats}.',
  notText: 'The file is no text. Send it as the program that wrote it has stored it.',
  notInEncoding:
    'The file is not in {encoding}. Leave the encoding out, so that it is found out, or send another one.',
  noQuestions:
    'The file has no questions that can be read as {format}. Look at the issues, and check the format.',
  somethingRefused:
    '{refused, plural, one {# question} other {# questions}} of {read} cannot be imported; the issues say why. Confirm to import the others, or cancel and send a mended file.',
  readingQuestions: 'Reading the questions',
  addingQuestions: 'Adding the questions',
  readAs:
    'The file does not say how its characters are written. It was read as {encoding}: check words with accents.',

  courseGone:
    'The course has been deleted or archived since the file was sent, so its questions were not added.',
  questionGone: 'The question has been deleted.',
  questionChanged:
    'The question stays: somebody has changed it, or taken it out of its bank, since it was imported.',
  questionAsked: 'The question stays: a quiz or an attempt asks it.',

  blockTooLarge: 'The question is longer than {most} characters.',
  categoryNotCarried: 'The category {category} is not kept: all questions go to the bank of the course.',
  nameNotCarried: 'The name of the question is not kept: questions here have no names.',
  idNotCarried: 'The id of the question is not kept.',
  tagNotCarried: 'The tag is not kept.',
  descriptionNotCarried: 'This text asks nothing: it has no answers between braces. It is not kept.',
  typeNotCarried: 'Questions of the type {type} do not exist here, so it was not imported.',
  braceNotClosed:
    'The answers begin with an opening brace, but no closing brace follows in the same paragraph.',
  braceNotOpened:
    'There is a closing brace without an opening one before it. Write \\ before a brace that is part of the text.',
  bracesTwice:
    'There are more braces than those around the answers. Leave an empty line between questions, and write \\ before a brace that is part of the text.',
  nameNotClosed: 'The name begins with two colons, but no two colons end it.',
  promptMissing: 'The question has no text.',
  tooFewAnswers: 'The question has fewer than {least} answers.',
  noRightAnswer: 'No answer earns all points.',
  answerEmpty: 'This answer has no text. It is left out.',
  weightNotReadable: 'The weight {weight} is no percentage from -100 to 100.',
  negativeWeight:
    'This answer takes away points, which it cannot where only one is chosen: it earns nothing.',
  partialNotCarried: 'This answer earns a part of the points, which a short text cannot: it counts as wrong.',
  wrongNotCarried: 'This answer earns nothing, and is not kept: all that is not accepted is wrong here.',
  feedbackNotCarried:
    'The feedback to this answer is not kept: questions here have one feedback for all answers.',
  feedbackWhenWrong:
    'The feedback to a wrong answer is not kept: questions here have one feedback for all answers.',
  feedbackWhenRight:
    'The feedback to a right answer is not kept: questions here have one feedback for all answers.',
  notANumber: '{number} is no number. Write digits with a decimal point.',
  emptyRange: 'The range ends before it begins.',
  negativeTolerance: 'The tolerance is below 0.',
  anyNumber: 'An answer that takes any number is not kept.',
  orderChanged:
    'An answer that earns a part of the points stands before the right one. The right one is tried first here.',
  pairWithoutArrow: 'This pair has no arrow (->) between its two sides.',
  choiceMissing: 'Nothing stands behind the arrow.',
  formattingLost: 'The formatting ({tags}) is not kept here; the text is.',
  pictureLost: 'A picture that is not at an https address is not kept.',
  invalid: 'The question breaks a rule: {fault}.',

  doctypeRefused:
    'The document has a DOCTYPE or another declaration. Take it out: nothing behind it was read.',
  xmlMalformed:
    'The question is no well-formed XML. Tags must be closed, and & and < in texts be written as &amp; and &lt;.',
  hintNotCarried: 'The hint is not kept: questions here have no hints.',
  fileNotCarried: 'The file is not kept.',
  pointsChanged: 'Points are above 0, and have at most four decimals: the question gets {points}.',
  sideMissing: 'A pair has no right side.',
  penaltyOfMark: 'The penalty for a wrong unit is taken from what the number earns, not from all points.',

  optionExpected: 'An option is a letter, a period or bracket, a blank and its text, such as A. Rome.',
  answerMissing: 'The question has no line ANSWER: with the letter of the right option.',
  answerUnknown: '{letter} is not the letter of one option of this question.',
  letterTwice: 'Two options of this question have the letter {letter}.',
  answerAlone: 'This line ANSWER: belongs to no question.',

  notInFile: 'Not in this file: question {id}.',
  inFile: 'Question {id}:',
  noPoints: 'The points ({points}) are not in the file.',
  cannotHold: '{format} has no questions of the type {type}.',
  arrowInText: 'A text has an arrow (->), which stands between the sides of pairs in the file.',
  keyLost: 'Which options are right is in the file only by what they earn.',
  scoringLost: 'Answers earn points one by one in the file, and a wrong one takes away all of them.',
  exclusiveLost: 'That one option excludes the others is not in the file.',
  caseLost: 'That letter case matters is not in the file.',
  foldingLost: 'That accents or punctuation do not matter is not in the file.',
  languageLost: 'The language of the answers is not in the file.',
  unitsLost: 'The units are not in the file.',
  relativeAsAbsolute: 'The relative tolerance is written as an absolute one, which accepts the same answers.',
  toleranceNotHeld: '{format} has no tolerances of the kind {kind}.',
  shareRounded: 'A part of the points is rounded to {places} decimals of a percent.',
  blanksLost: 'Blanks at the ends of a text are not in the file.',
  choicesMerged: 'Choices of the same text are one in the file.',
});
