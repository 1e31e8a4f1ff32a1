import { catalog } from '../../../shared/sentences/sentence';

export const sentences = catalog('formats', {
  fileRequired: '{field} is required: the file with the questions',
  formatNeeded: '{field} must be one of {formats}',
  fileTooLarge: 'A file of questions has at most {megabytes} MB. Send it in parts.',
  notMultipart: 'Send the file as multipart/form-data, as a part with the name file.',
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
  nameNotCarried: 'The name of the question is not kept: questions here have no names.',
  idNotCarried: 'The id of the question is not kept.',
  tagNotCarried:
    'The tag is not kept: a question has at most {most} tags, each of at most {longest} characters.',
  folderCut:
    'The folder {folder} is deeper than {deepest} levels: the questions go to the last that there is room for.',
  folderTitleCut: 'The title of the folder {folder} is cut to {longest} characters.',
  similarQuestion:
    'The bank has a question that asks {similarity, select, same {the same} other {nearly the same}} already. It is imported nevertheless.',
  folderNotMade:
    'The bank has {most} folders already, so the folder {folder} is not made. Its questions go to the one above.',
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
  negativeAnswer: 'This answer takes away points, which it cannot here: it earns nothing.',
  feedbackNotCarried:
    'The feedback to this answer is not kept: questions here have one feedback for all answers.',
  notANumber: '{number} is no number. Write digits with a decimal point.',
  emptyRange: 'The range ends before it begins.',
  negativeTolerance: 'The tolerance is below 0.',
  anyNumber: 'An answer that takes any number is not kept.',
  orderChanged:
    'An answer that earns a part of the points stands before the right one. The right one is tried first here.',
  selectionLost: 'That only some of the items are asked is not kept: all are.',
  scoringUnknown: 'The scoring {scoring} does not exist here: each item at its place earns its part.',
  fillInTheGaps: 'Fill in the gaps.',
  promptAdded: 'No text before the gaps says what to do: "Fill in the gaps." is added.',
  gapNotClosed: 'A gap begins with a brace, but no brace closes it.',
  gapTypeUnknown: 'Gaps of the kind {kind} do not exist here.',
  gapsMissing: 'The text has no gap.',
  gapWithoutChoice: 'The gap {number} has no choice of this number.',
  useOnceLost: 'That each choice can be used only once is not kept.',
  weightsScaled: 'The weights of the gaps are written as whole numbers in the same proportion.',
  weightsOfOptionsScaled: 'What the right options earn is scaled so that they make all points together.',
  toleranceKindUnknown:
    'The kind of tolerance {kind} does not exist here: the tolerance is taken as an absolute one.',
  formulaNotRead: 'The formula cannot be read: {formula}',
  remainderOfWhole: 'The remainder (%) is that of whole numbers in the file, and of any numbers here.',
  moreFormulas: 'Only the first formula that earns all points is kept.',
  expressionInText: 'The text has a formula ({formula}), which cannot be computed here.',
  parameterNotCarried:
    'The number {name} has a name that is none here: a letter, and then at most 31 letters, digits or _.',
  valuesNotCarried:
    'The values that the file gives for {name} are not kept: they are drawn from {min} to {max}.',
  processingUnknown:
    'How this answer is scored is a program of its own, or is not said. Only the standard templates, and rules like them, are understood.',
  defaultLost: 'That texts without an entry earn something is not kept.',
  caseOfAll: 'Letter case matters for some answers only in the file: here it matters for all.',
  pairsOneByOne: 'All pairs must be right together in the file: here each earns its part.',
  pairsEqual: 'Pairs earn different points in the file: here each earns the same.',
  pairsOverlap: 'Something is in several right pairs, or in one with something that is not there.',
  pairsAsMatching:
    'Pairs are made of one list in the file: here the first of each pair is matched to the second.',
  interactionUnknown: 'The interaction {interaction} does not exist here.',
  interactionMissing: 'The item asks nothing: it has no interaction.',
  interactionsMixed: 'The item has several interactions ({interactions}), which cannot be one question here.',
  declarationMissing: 'The answer {identifier} is not declared.',
  notAnItem: 'The file holds no assessment item: its first element is {name}.',
  feedbackOfOutcome:
    'This feedback depends on the answer, and is not kept: questions here have one feedback for all answers.',
  rubricNotCarried: 'The rubric is not kept.',
  stylesheetNotCarried: 'The style sheet is not kept.',
  titleNotCarried: 'The title is not kept: questions here have no names.',
  pairWithoutArrow: 'This pair has no arrow (->) between its two sides.',
  choiceMissing: 'Nothing stands behind the arrow.',
  formattingLost: 'The formatting ({tags}) is not kept here; the text is.',
  pictureLost: 'A picture that is not at an https address is not kept.',
  areasNotShown: 'The places to choose from are not shown: it asks to point at the picture.',
  areasEqual: 'Places earn different points in the file: here each earns the same.',
  picturesMixed: 'The item asks about several pictures, which cannot be one question here.',
  pictureMissing: 'The question has no picture.',
  alternativeTextMissing:
    'The picture has no text for those who do not see it: its name stands there. Write one.',
  areaNotReadable:
    'A place on the picture is no circle, rectangle or polygon, or its numbers cannot be read.',
  placeWithoutMarker: 'A place belongs to a marker that there is not.',
  copiesRaised: 'The marker can be put less often than it has places: here it can be put {places} times.',
  mediumUnknown: 'Recordings of the kind {medium} do not exist here: it asks for a video.',
  embeddedFileRefused: 'The file {file} cannot be kept: {why}',
  embeddedFileBroken: 'The file {file} is not complete: its base64 is broken, or it is empty.',
  embeddedFileMissing: 'The file {file} is not there.',
  pictureNeeded: 'The question asks about a file that cannot be kept.',
  invalid: 'The question breaks a rule: {fault}.',

  doctypeRefused:
    'The document has a DOCTYPE or another declaration. Take it out: nothing behind it was read.',
  xmlMalformed:
    'The question is no well-formed XML. Tags must be closed, and & and < in texts be written as &amp; and &lt;.',
  hintEmpty: 'The hint has no text, and is not kept.',
  hintsTooMany: 'Only the first {most} hints are kept.',
  hintOptionLost:
    'What the hint shows besides its text, wrong parts and the number of right ones is not kept.',
  penaltyChanged: 'The penalty for each try is no number from 0 to 1: it is a third.',
  copyNotUsed:
    'The question was changed by another program. What it says now counts; what only this program has for it is not kept.',
  fileNotCarried: 'No text that is kept shows this file, so it is not kept.',
  pointsChanged: 'Points are above 0, and have at most four decimals: the question gets {points}.',
  sideMissing: 'A pair has no right side.',
  penaltyOfMark: 'The penalty for a wrong unit is taken from what the number earns, not from all points.',

  answerMissing: 'The question has no line ANSWER: with the letter of the right option.',
  answerUnknown: '{letter} is not the letter of one option of this question.',
  letterTwice: 'Two options of this question have the letter {letter}.',
  answerAlone: 'This line ANSWER: belongs to no question.',

  notInFile: 'Not in this file: question {id}.',
  inFile: 'Question {id}:',
  notForOthers: 'Other programs do not read all of question {id}; importing this file does.',
  guidanceLost: 'Hints, the penalty for each try, and what is said by how much is right are lost.',
  penaltyLost: 'That each try costs {penalty} of the points is lost.',
  answerFeedbackLost: 'What is said to typed answers is lost.',
  alternativeTextLost: 'The text for those who do not see the picture is lost.',
  hotspotAsMarkers:
    'It asks to put markers on the picture, since there are no questions that ask to point at something.',
  ratingAsChoice: 'The rating is a choice of its steps.',
  sizeLost: 'How large a file may be is lost.',
  uploadLimitsLost: 'How many files are wanted, of which types, and how large they may be, is lost.',
  recordingAsUpload: 'It asks for a file: how long the recording may be, and how large, is lost.',
  markerNotesLost: 'What is meant for those who mark is lost.',
  wordLimitsLost: 'The word limits are lost.',
  beginningLost: 'What an answer can begin with is lost.',
  spreadLost: 'That numbers are drawn evenly by their size is lost.',
  formulaNotHeld: '{format} has no way for this formula.',
  otherFeedbackLost: 'What is said to all other answers is lost.',
  scoreFeedbackLost: 'What is said by how much is right is lost: the format has it for other types only.',
  fileLeftOut: 'A file that the question names is not in the file: it is too large, or gone.',
  noPoints: 'The points ({points}) are lost.',
  noPictures: 'A question of the type {type} asks about a picture, and files are not written.',
  noUploads: 'Questions of the type {type} are answered by files, for which {format} has no way here.',
  cannotHold: '{format} has no questions of the type {type}.',
  giftHasOneGap:
    'GIFT has no questions of the type {type}: a text has one place for answers at most. Use Moodle XML or QTI.',
  giftDrawsNothing:
    'GIFT has no questions of the type {type}: it cannot say which numbers are drawn. Use Moodle XML.',
  templateLost: 'The item draws its values (template processing), which is not kept.',
  packageEntries: 'The archive has more than {most} files.',
  packageTooLarge: 'The archive has more than {megabytes} MB of questions. Send it in parts.',
  packagePath: 'The archive has a link, or a path that leaves it: {file}',
  packageEncrypted: 'The archive is encrypted: {file}',
  packageEntryTooLarge: 'A file of the archive has more than {megabytes} MB: {file}',
  packageRatio: 'A file of the archive is more than {most} times as large as what is stored of it: {file}',
  packageDamaged: 'The archive is damaged, or has not arrived whole.',
  fileMissing: 'The manifest names the file {file}, which is not in the package or is no text.',
  testNotCarried: 'The test is not kept, only its questions are.',
  noSurveys:
    '{format} has no questions without a right answer that it would not count as wrong, such as those of the type {type}.',
  templatesLost: 'The files that learners begin with are lost.',
  fileTypeLost: 'Files of this type cannot be handed in here.',
  attachmentsLost: 'That files can be handed in with the text is not kept.',
  essayLost: 'What an essay is written in, its word limits, its template and its notes for markers are lost.',
  arrowInText: 'A text has an arrow (->), which stands between the sides of pairs in the file.',
  arrowInFeedback: 'What is said to an answer is lost where it has an arrow (->).',
  keyLost: 'Which options are right is in the file only by what they earn.',
  scoringLost: 'Answers earn points one by one in the file, and a wrong one takes away all of them.',
  exclusiveLost: 'That one option excludes the others is lost.',
  caseLost: 'That letter case matters is lost.',
  foldingLost: 'That accents or punctuation do not matter is lost.',
  languageLost: 'The language of the answers is lost.',
  unitsLost: 'The units are lost.',
  acceptedTextsLost: 'The texts that count although they are no numbers are lost.',
  relativeAsAbsolute: 'The relative tolerance is written as an absolute one, which accepts the same answers.',
  toleranceNotHeld: '{format} has no tolerances of the kind {kind}.',
  shareRounded: 'A part of the points is rounded to {places} decimals of a percent.',
  blanksLost: 'Blanks at the ends of a text are lost.',
  choicesMerged: 'Choices of the same text are one in the file.',
});
