import type { QuestionFormat } from '../question-format';
import { readMoodleXml } from './moodle-xml-reader';
import { writeMoodleXml } from './moodle-xml-writer';

export const moodleXml: QuestionFormat = {
  name: 'moodle_xml',
  mediaType: 'application/xml',
  extension: 'xml',
  head: '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n',
  foot: '</quiz>\n',
  // Two hyphens end a comment.
  comment: (text) => `  <!-- ${text.replace(/\s+/g, ' ').replace(/-(?=-)/g, '- ')} -->\n`,
  read: readMoodleXml,
  write: writeMoodleXml,
};
