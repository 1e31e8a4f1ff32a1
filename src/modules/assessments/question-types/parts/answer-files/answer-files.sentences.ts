import { catalog } from '../../../../../shared/sentences/sentence';

export const sentences = catalog('answerFiles', {
  sendFileId: '{field} must be the id of a file',
  notYours: '{field} must be the id of a file that you uploaded with the purpose answer: {id} is none',
  otherType: '{field} must be a file of one of these types: {types}. This one is {type}',
  tooLarge: '{field} must be a file of at most {most, number} MB. This one has {megabytes, number} MB',
});
