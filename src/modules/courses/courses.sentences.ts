import { catalog } from '../../shared/sentences/sentence';

/** What is said about courses and their content. */
export const sentences = catalog('courses', {
  noCourse: 'There is no such course, or it is not open to you.',
  noSection: 'There is no such section, or its course is not open to you.',
  noVersion: 'There is no such version, or its course is not open to you.',
  noActivity: 'There is no such activity, or its course is not open to you.',

  membersOnly: 'This is for people with an active enrollment in the course.',
  learnersOnly: 'This is for the learners of the course.',
  staffOnly: 'This is for the instructors and assistants of the course.',
  instructorsOnly: 'This is for the instructors of the course.',
  ownersOnly: 'This is for the owners of the course.',
  allLearners:
    'In this course you work with the learners of your groups only, and this is about all learners. Ask an instructor.',
  learnerOfOthers:
    'In this course you work with the learners of your groups only, and this learner is in none of them.',

  notBegun: 'The course has not begun yet, and this is open from its first day on.',
  isOver: 'The course is over, and this was open until its last day.',
  archived: 'The course is archived and cannot be changed. An instructor can take it out of the archive.',
  notADraft: 'Only a draft can be deleted. Archive the course instead.',
  hasLearners:
    'Learners are or were enrolled in the course, and their work is kept. Archive the course instead.',
  sectionNotEmpty:
    'The section still has activities or sub-sections. Move or delete them first, or archive it with all that is in it: PUT /v1/sections/…/archive.',
  sectionArchived:
    'The section is archived. Take it out of the archive first: DELETE /v1/sections/…/archive.',
  sectionsFull: 'A course has at most {most} sections.',
  subsectionsFull: 'A section has at most {most} sub-sections.',
  tooDeep: '{field}: a sub-section has no sub-sections of its own. Name a section that is none',
  hasParts: '{field}: the section has sub-sections, so it cannot be one. Move these first',
  ofItself: '{field}: a section is no part of itself',
  notBehindParent:
    '{field}: a sub-section stands behind its section, before the next one. Move it there, or send parentId: null to make it a section by itself',
  activitiesFull: 'A course has at most {most} activities.',

  pictureWithoutText:
    'The picture {place} has no text for those who do not see it. Write one between the brackets: ![A box plot](…).',
  headingJump: 'The heading “{place}” passes over a level: after # comes ##, then ###.',
  tableWithoutHeaders:
    'The table that begins “{place}” has no headers, so nobody hears what a number stands for.',
  unclearLink:
    'The link “{place}” does not say where it leads. Screen readers list links without the text around them.',
  videoWithoutCaptions: 'The video has no captions. Add a WebVTT file for those who do not hear it.',
  languageMissing:
    'The course does not say in which language it is, so that screen readers may read it in another one.',
  shutsPeopleOut:
    '{count, plural, one {1 thing in the drafts shuts} other {# things in the drafts shut}} people out, and the course requires that there is none. Mend it, or publish with contentCheck: advice.',
  foundIn: '{title}: {advice}',
  unpublishedChanges:
    'The drafts have changes that were never published. Publish them first, or say discardDrafts: true to give them up.',
  mustNameContent: '{field} must be draft, published or the number of a version',
  activityPublished:
    'Learners see the activity in the version that is published. Archive it and publish the course, then it can be deleted.',

  activityClosed: 'The activity is not open to you. {reasons}',
  nextChange: 'This may change at {at}.',
  releaseNeverMet: 'Some release rules can never be met. {faults}',

  atLeastEntries: '{field} must have at least {least, plural, one {# entry} other {# entries}}',
  mustBeKey:
    '{field} must be 1 to 20 lower-case letters, digits, - and _, beginning with a letter or a digit',
  mustBeLabels: '{field} must be texts of at most 100 characters, without line breaks',
  notBelowMin: '{field} must not be below min',
  atMostOptions: '{field} must not be above the number of options, {most}',

  filesFull: 'An activity has at most {most} files.',
  atLeastOneFile: '{field} must have at least one file',
  wrongFileType: 'A file that is named is of a type that cannot be used there.',
  mustBeLanguage: '{field} must be a language as BCP 47 has it, such as en or pt-BR',
  addressOrFile: 'A video has either {field} or {other}: send one, and null for the other',
  invalidCaptions: 'An activity names captions that players would not show.',
  captionsFault:
    '{field}: {fault, select, size {the file has more than 1 MB} signature {line {line} must be WEBVTT} timing {line {line} must have times such as 00:01.000 --> 00:04.000, of which the second is later} order {line {line} begins before the caption in front of it} other {the file has no captions}}',
  fileMustBe: '{field} must be a file of one of these types: {types}',

  noSuchTerm: 'There is no such term. GET /v1/terms lists them.',
  mustBeTerm: '{field} must be the id of a term',
  noSuchSchool: 'There is no such school. GET /v1/schools lists them.',
  mustBeSchool: '{field} must be the id of a school',

  coursesOfSchool: '{count, plural, one {1 course} other {# courses}}',
  templatesOfSchool:
    '{count, plural, one {1 course of the roster, as a template,} other {# courses of the roster, as templates,}}',

  endsBeforeStart: 'The course would end before it starts.',
  endDate: 'endDate must not lie before startDate',
  orderMismatch:
    'The order must name every section and every activity of the course exactly once. Read the outline again.',
  orderNesting: 'The order has sub-sections where they cannot stand.',
  unknownSection: '{field}: the course has no section {id}',
  unknownActivity: '{field}: the course has no activity {id}',
  sectionTwice: '{field}: the section {id} is named twice',
  activityTwice: '{field}: the activity {id} is named twice',
  sectionMissing: 'the section {id} is missing',
  activityMissing: 'the activity {id} is missing',
});
