import { catalog } from '../../shared/sentences/sentence';
import { german } from './rostering.sentences.de';

/** What is said of roster files: of uploads, of archives, of rows and of what an import does with them. */
export const sentences = catalog(
  'rostering',
  {
    // Uploads.
    uploadTooLarge: 'The file is larger than {megabytes} MB (UPLOAD_LIMIT_MEGABYTES).',
    notMultipart: 'Send the file as multipart/form-data, in the field file.',
    fileRequired: '{field} must be a zip file',
    bundleRefused: '{faults}{more, plural, =0 {} other { And # more.}}',

    // Exports.
    oneCourseAtLeast: '{field} must name a course; leave it out for all of the school',
    twoScopes: 'Name either courses or a term.',
    noSuchTerm: 'There is no academic session with this id.',
    noSuchCourse: 'One of the courses does not exist.',
    exportNotReady: 'The bundle is not ready. Watch the operation until its status is succeeded.',
    exportGone: 'The bundle is kept for 7 days, which are over. Start another export.',
    spoolUnavailable:
      'The bundle cannot be written now, since the disk of the machine takes nothing. Try again in a minute.',
    writingCourses: 'Writing courses',
    overridesUntold:
      '{count, plural, one {# result that instructors gave in the place of that of a quiz goes} other {# results that instructors gave in the place of those of quizzes go}} out as any other: OneRoster has no word for {count, plural, one {it} other {them}}.',
    draftsUntold:
      '{count, plural, one {# course is a draft} other {# courses are drafts}}, which OneRoster has no word for: imported elsewhere, {count, plural, one {it is} other {they are}} published.',
    dueDatesMissing:
      '{count, plural, one {# line item has} other {# line items have}} no due date, which some programs refuse.',

    // The archive.
    notAnArchive: 'The file is not a zip archive.',
    archiveIncomplete: 'The zip archive is incomplete: its directory is missing.',
    archiveEncrypted: 'The archive is encrypted.',
    archiveDamaged: 'The archive is damaged: {why}.',
    archiveTooLarge:
      'The files of the archive, up to {file}, have more than {most} uncompressed bytes, which is the limit.',
    fileDamaged: '{file} is damaged: {why}.',
    checksumWrong: '{file} is damaged: its checksum does not match.',
    otherSize: 'it does not unpack to its declared size',
    tooManyEntries: 'The archive has {count} entries; at most {most} are allowed.',
    entryOutside: 'The archive entry {file} has a path that leads outside the archive.',
    entryIsLink: 'The archive entry {file} is a symbolic link.',
    entryEncrypted: 'The archive entry {file} is encrypted.',
    entryCompression: 'The archive entry {file} uses compression method {method}, not deflate.',
    entryTooLarge: 'The archive entry {file} has {bytes} uncompressed bytes; at most {most} are allowed.',
    entryRatio:
      'The archive entry {file} has {compressedBytes} compressed and {bytes} uncompressed bytes: a ratio of more than {most} to 1.',
    fileTwice: 'The archive has the file {file} twice.',

    // The manifest, and the files that it lists.
    severalManifests:
      'The archive has a manifest.csv in more than one folder: {files}. It must contain one bundle.',
    fileNotThere: 'The archive has no {file}.',
    manifestTooLarge: '{file} is larger than {most} bytes.',
    manifestHeader: '{file} must start with the header propertyName,value.',
    manifestLine: '{file} has no name and value in line {line}.',
    propertyTwice: '{file} has the property {property} twice.',
    propertyMissing: '{file} does not have the property {property}.',
    propertyInvalid: '{file} has the value {value} for {property}; it must be one of {values}.',
    versionUnknown: '{file} has {value} for {property}; it must be one of {supported}.',
    fileUnlisted: '{file} is in the archive, but the manifest does not list it.',
    fileSaidAbsent: '{file} is in the archive, but the manifest says that it is absent.',
    fileMissing: '{file} is not in the archive, but the manifest lists it as {mode}.',
    fileElsewhere: '{file} is not in the folder of manifest.csv, so it is not imported.',
    fileUnknown: '{file} is not a file of OneRoster {version}, so it is not imported.',
    fileUnknownInManifest: 'The manifest lists {file}, which is not a file of OneRoster {version}.',
    fileNotImported: 'Stoa does not import {file}.',

    // One CSV file.
    isUtf16: '{file} is encoded in UTF-16; it must be UTF-8.',
    notUtf8: '{file} is not encoded in UTF-8: line {line} has other bytes.',
    wrongSeparator:
      'The columns of {file} are separated by the sign {separator}; they must be separated by commas. Save the file as CSV with commas (RFC 4180).',
    wrongLineEnd:
      'The lines of {file} end with a carriage return alone; they must end with CRLF or LF. Save the file with other line ends.',
    fileEmpty: '{file} is empty; it must start with a header row.',
    headerMalformed: 'The header row of {file} is not valid CSV.',
    columnTwice: '{file}: the column {column} is there twice.',
    columnMissing: '{file}: the column {column} is missing.',
    columnIgnored:
      'Stoa does not read the column {column} and has stored none of its values. Please leave them out of the file.',

    // One row.
    tooFewFields:
      'The row has {count, plural, one {# field} other {# fields}}, but the header has {columns}, and values that the row needs are missing.',
    tooManyFields: 'The row has {count} fields, but the header has {columns}.',
    rowTooLong: 'The row is too long. A closing quote may be missing.',
    quotesUnmatched:
      'The quotes of the row do not match. Quotes inside a quoted field must be doubled, and each quoted field must be closed.',
    sourcedIdTwice: 'sourcedId {sourcedId} is in the file more than once.',
    repeated: 'The sourcedId is in the file more than once. Only the first row with it is imported.',
    repeatedAfter:
      'The sourcedId is in the file in line {line} already. Only the first row with it is imported.',
    referenceUnknown: '{column} refers to a record that is neither in {file} nor imported earlier.',
    optionalReferenceUnknown:
      '{column} refers to a record that is neither in {file} nor imported earlier. The row is imported without it.',
    madeInStoa:
      'This was made in Stoa, and the file says something else of it ({field}). A file does not change it: change it in Stoa.',
    ownParent: 'parentSourcedId refers to the row itself. The row is imported without a parent.',

    // One value.
    valueRequired: '{column} is required.',
    textTooLong: '{column} must have at most {most} characters.',
    notOneOf: '{column} must be one of {values}.',
    notBoolean: '{column} must be true or false.',
    notYear: '{column} must be a year written YYYY.',
    notDay: '{column} must be a calendar day written YYYY-MM-DD.',
    notDayOrInstant:
      '{column} must be a calendar day written YYYY-MM-DD, or a date and time written YYYY-MM-DDTHH:mm:ss.sssZ.',
    notNumber: '{column} must be a decimal number such as 7.5.',
    tooManyDigits: '{column} must have at most {before} digits before and {after} after the decimal point.',
    datesReversed: 'endDate must not be before the startDate {startDate}.',
    rangeReversed: 'resultValueMax must not be below resultValueMin {least}.',
    scoreMissing: 'score is required where scoreStatus is {scoreStatus}.',
    nameMissing: 'givenName or familyName must have a value.',

    // People.
    usernameTaken:
      'Another account already has this username. If it belongs to the same person, an administrator can link it to this row ({route}).',
    usernameFreed:
      'The username belonged to the account of somebody who has left. That account is now called {username}.',
    emailTaken: 'Another account already has this email address. The person was imported without it.',
    emailInvalid:
      'email must be an email address like pat@school.example. The person was imported without it.',
    erasedPerson:
      'This person was erased, so they get no account again. Take the row out of the roster. To admit them anew, make an account and link it to this sourcedId.',
    accountTakenOver:
      'The person has an account already, whose earlier sourcedId is no longer on the roster. They keep it; from now on it belongs to this row.',
    administratorNotGranted:
      'The account was created as an instructor. A file cannot make somebody an administrator of Stoa.',
    administratorKept: 'The account stays active. A file cannot suspend an administrator of Stoa.',
    roleGivesNothing: 'The role {role} is not one of OneRoster, and gives no rights in Stoa.',
    roleMissing:
      'The person has no role: roles.csv has none for them that holds today. They are imported once it has one.',
    roleKept:
      'The person has no role any more: roles.csv has none for them that holds today. Their account keeps its rights until enabledUser is false.',
    severalPrimaryRoles:
      'The person has more than one primary role in one organization by roles.csv. The one that may do most in Stoa counts.',
    rolesOfNobody:
      '{count, plural, one {# role is that of a person} other {# roles are those of people}} who {count, plural, one {is} other {are}} neither in users.csv nor imported earlier. {count, plural, one {It counts} other {They count}} once the {count, plural, one {person is} other {people are}} imported.',

    // Enrollments, line items and results.
    alreadyEnrolled: 'The person in userSourcedId already has an enrollment in this class with this role.',
    enrollmentSuperseded:
      'The file has another enrollment of the same person in the same class and role, which ends later or begins later. Only that one is imported.',
    guardianNotEnrolled:
      'The person in userSourcedId is a parent, guardian or relative by users.csv. Their accounts take part in no class.',
    lineItemMoved:
      'classSourcedId differs from the earlier import. A line item with results cannot move to another class.',
    categoryOfCourse:
      'The category was made by the instructors of the course. A file does not move line items there: move it in Stoa.',
    resultOfQuiz: 'The line item belongs to a quiz in Stoa, which gives its results. A file cannot add one.',
    resultExists: 'The student in studentSourcedId already has a result for this line item.',
    resultSuperseded:
      'The file has another result of the same student for the same line item with a later date. Only that one is imported.',
    resultMoved:
      '{column} differs from the earlier import. A result cannot move to another student or line item.',
    instructorRecorded: 'An instructor recorded this result in Stoa, so the import does not change it.',
    quizRecorded: 'A quiz recorded this result in Stoa, so the import does not change it.',

    // Ends.
    endedInStoa:
      'Somebody ended this in Stoa after an earlier import. The row asks for the same end as that import, so the change in Stoa stays.',
    endChangedInStoa:
      'Somebody changed the end of this in Stoa after an earlier import. The row asks for the same end as that import, so the change in Stoa stays.',
    deletionLeftAlone:
      'The row asks for deletion, but stays unchanged: Stoa keeps organizations, terms, courses and categories, since other records may refer to them.',
    absentLeftAlone:
      '{rows, plural, one {# record is missing from the file and stays unchanged: Stoa does not delete it.} other {# records are missing from the file and stay unchanged: Stoa does not delete them.}}',
    absenceNotJudged:
      'The sourcedId of {rows, plural, one {# row} other {# rows}} cannot be read, so it is not known which records are missing from the file. None of them was ended.',
    wouldEndTooMany:
      'The import would end more than {share} % of the active records in {places, plural, one {one place} other {# places}}. Check the figures, and confirm the import if they are intended.',
    emptyFiles:
      '{count, plural, one {A complete file has} other {Some complete files have}} no rows, as if the school had no such records any more: {files}. Check {count, plural, one {it} other {them}}, and confirm the import if this is intended.',

    // What is being done.
    openingFile: 'Opening the file',
    checkingFiles: 'Checking the files',
    checkingFile: 'Checking {file}',
    countingEnds: 'Counting what the import would end',
    comparingFile: 'Comparing {file}',
    importingFile: 'Importing {file}',
    endingAbsent: 'Ending records that are no longer in {file}',
    removingTemporaryData: 'Removing temporary data',

    // A reversal.
    rowGone: 'The row is no longer stored.',
    changedSince: 'Somebody has changed the row since, so it stays as it is.',
    addedRowKept: 'The operation added the row. It stays, since Stoa never ends rows of its kind.',
  },
  { de: german },
);
