import { ANSWER_TYPES, mediaTypeOfEnding } from '../../../../files';
import { MOST_FILES } from '../../../question-types/file/file.dto';
import { sentences } from '../../formats.sentences';
import type { Remarks } from '../../remarks';
import type { XmlElement } from '../../xml-tree';
import { child, markdownIn, textLine, valueIn } from '../moodle-elements';
import { type MoodleAnswers, moodleType } from '../moodle-type';

const MEGABYTE = 1024 * 1024;
/** Where Moodle leaves it to the course. */
const USUAL_MEGABYTES = 100;
const GROUPS: Readonly<Record<string, RegExp>> = {
  image: /^image\//,
  web_image: /^image\//,
  video: /^video\//,
  web_video: /^video\//,
  audio: /^audio\//,
  web_audio: /^audio\//,
  document: /pdf|wordprocessing|\.text$/,
  spreadsheet: /spreadsheet/,
  presentation: /presentation/,
};

/** In Moodle, an essay of which only the attachments are wanted. */
export const file = moodleType({
  type: 'file',
  readers: {},
  write: ({ minFiles, maxFiles, mediaTypes, maxMegabytes, templates, markerNotes }, losses) => {
    if (templates) losses.add('files_not_carried', sentences.templatesLost());
    return {
      type: 'essay',
      lines: [
        '<responseformat>noinline</responseformat>',
        '<responserequired>0</responserequired>',
        `<attachments>${maxFiles}</attachments>`,
        `<attachmentsrequired>${minFiles}</attachmentsrequired>`,
        `<maxbytes>${maxMegabytes * MEGABYTE}</maxbytes>`,
        `<filetypeslist>${mediaTypes.join(',')}</filetypeslist>`,
        `<graderinfo format="markdown">${textLine(losses.trimmed(markerNotes ?? ''))}</graderinfo>`,
      ],
    };
  },
});

/** Whether an essay of Moodle asks for files and for no text. */
export function wantsFilesAlone(question: XmlElement): boolean {
  return valueIn(question, 'responseformat') === 'noinline';
}

export function readFileQuestion(question: XmlElement, remarks: Remarks): MoodleAnswers {
  const number = (name: string): number => Number(valueIn(question, name) || '0');
  const attachments = number('attachments');
  const maxFiles = attachments < 1 ? MOST_FILES : attachments;
  const bytes = number('maxbytes');
  const markerNotes = markdownIn(child(question, 'graderinfo'), remarks, 'graderinfo');
  return {
    type: 'file',
    definition: {
      minFiles: Math.min(maxFiles, Math.max(1, number('attachmentsrequired'))),
      ...{ maxFiles, mediaTypes: mediaTypesIn(question, remarks) },
      maxMegabytes: bytes <= 0 ? USUAL_MEGABYTES : Math.ceil(bytes / MEGABYTE),
      ...(markerNotes !== '' && { markerNotes }),
    },
  };
}

/** All that there are, where the file names none that is known here. */
function mediaTypesIn(question: XmlElement, remarks: Remarks): string[] {
  const named = valueIn(question, 'filetypeslist')
    .split(/[\s,;]+/)
    .filter((each) => each !== '');
  const found = named.flatMap((each) => {
    const known = typesNamed(each.toLowerCase());
    if (known.length === 0)
      remarks.warn(question.line, 'file_type_not_carried', sentences.fileTypeLost(), {
        ...{ column: 'filetypeslist', value: each },
      });
    return known;
  });
  return found.length === 0 ? [...ANSWER_TYPES] : [...new Set(found)];
}

/** Moodle names types of content, endings and groups. */
function typesNamed(name: string): string[] {
  const group = GROUPS[name];
  const ofEnding = name.startsWith('.') ? mediaTypeOfEnding(name.slice(1)) : undefined;
  return ANSWER_TYPES.filter((type) => type === name || type === ofEnding || group?.test(type));
}
