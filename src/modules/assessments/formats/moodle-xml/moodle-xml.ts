import type { QuestionFormat } from '../question-format';
import { escapeXml } from '../xml-tree';
import { writtenCategory } from '../filing';
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
  folder: (path) =>
    `  <question type="category"><category><text>${escapeXml(writtenCategory(path))}</text></category></question>\n`,
  read: readMoodleXml,
  write: writeMoodleXml,
};
