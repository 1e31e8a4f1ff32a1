import { catalog } from '../../../shared/sentences/sentence';

export const sentences = catalog('banks', {
  folderNotFound: 'There is no such folder.',
  folderTitleTaken: 'There is a folder of this title in the same place. Choose another title.',
  tooManyFolders: 'A bank of questions has at most {most} folders.',
  folderNotEmpty:
    'Questions or other folders are in this folder, or a quiz draws questions from it. Move them out, or change the quiz, before you delete it.',
  invalidFolder: 'The folder cannot be there: {fault}.',
  bankNotFound: 'There is no such bank of questions, or it is not shared with this course.',
  shareWithItself: 'The bank is that of the course itself. Name another course.',
  tooManyShares:
    'A bank can be shared with {most} courses, and a course can have {most} banks shared with it.',
  bankInUse: 'Quizzes of other courses ask questions of the bank of this course, so it cannot be deleted.',
  questionAskedElsewhere:
    'A quiz of another course asks the question, so it cannot be taken out of the bank.',
  notAFolder: '{field} is not the id of a folder of the questions of this course',
  insideItself: '{field} must not be the folder itself, or one inside it',
  tooDeep: '{field} must be a folder that leaves room: at most {most} folders can be inside one another',
});
