import { sentences } from '../../formats.sentences';
import { child, isWorthNothing, markdownIn, plainIn, textLine, valueIn } from '../moodle-elements';
import { moodleType } from '../moodle-type';
import { readFileQuestion, wantsFilesAlone } from './file';

export const essay = moodleType({
  type: 'essay',
  readers: {
    essay: (question, remarks) => {
      if (wantsFilesAlone(question)) return readFileQuestion(question, remarks);
      const attachments = valueIn(question, 'attachments');
      if (attachments !== '' && attachments !== '0')
        remarks.warn(question.line, 'attachments_not_carried', sentences.attachmentsLost(), {
          ...{ column: 'attachments', value: attachments },
        });
      if (isWorthNothing(question)) return { type: 'survey', definition: { form: 'free_text' } };
      const words = (name: string): number => Number(valueIn(question, name) || '0');
      const [minWords, maxWords] = [words('minwordlimit'), words('maxwordlimit')];
      const written = child(question, 'responsetemplate');
      const template = written ? plainIn(written, remarks, 'responsetemplate') : '';
      const markerNotes = markdownIn(child(question, 'graderinfo'), remarks, 'graderinfo');
      return {
        type: 'essay',
        definition: {
          format: /^(?:plain|monospaced)$/.test(valueIn(question, 'responseformat'))
            ? 'plain_text'
            : 'markdown',
          ...(minWords > 0 && { minWords }),
          ...(maxWords > 0 && { maxWords }),
          ...(template !== '' && { template }),
          ...(markerNotes !== '' && { markerNotes }),
        },
      };
    },
  },
  write: ({ format, minWords, maxWords, template, markerNotes }, losses) => ({
    type: 'essay',
    lines: [
      `<responseformat>${format === 'plain_text' ? 'plain' : 'editor'}</responseformat>`,
      '<responserequired>1</responserequired>',
      '<attachments>0</attachments>',
      ...(minWords === undefined ? [] : [`<minwordlimit>${minWords}</minwordlimit>`]),
      ...(maxWords === undefined ? [] : [`<maxwordlimit>${maxWords}</maxwordlimit>`]),
      `<graderinfo format="markdown">${textLine(losses.trimmed(markerNotes ?? ''))}</graderinfo>`,
      `<responsetemplate format="plain_text">${textLine(losses.trimmed(template ?? ''))}</responsetemplate>`,
    ],
  }),
});
