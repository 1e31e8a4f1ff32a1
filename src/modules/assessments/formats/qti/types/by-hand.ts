import { ANSWER_TYPES } from '../../../../files';
import { sentences } from '../../formats.sentences';
import { child, itemPoints, rubricsFor } from '../qti-item';
import { markdownOf, writtenMarkdown } from '../qti-content';
import { type Asked, type QtiParts, type QtiReader, qtiType } from '../qti-type';
import { choicesOfSurvey } from '../../survey-options';
import { choiceLines } from './choices';

const RESPONSE = 'RESPONSE';
/** Where an item does not say how much is taken. */
const USUAL_MEGABYTES = 100;

/** What is meant for those who mark. */
function markerNotesOf({ item, remarks }: Asked): { markerNotes?: string } {
  const notes = rubricsFor(item, 'scorer').map((rubric) => {
    const { nodes, line } = child(rubric, 'contentBody') ?? rubric;
    return markdownOf(nodes, { remarks, line, column: 'rubricBlock' });
  });
  const markerNotes = notes.filter((text) => text !== '').join('\n\n');
  return markerNotes === '' ? {} : { markerNotes };
}

function rubricXml(markerNotes: string | undefined): string {
  if (markerNotes === undefined) return '';
  return `<qti-rubric-block view="scorer" use="scoring"><qti-content-body>${writtenMarkdown(markerNotes, 'notes')}</qti-content-body></qti-rubric-block>`;
}

/** An answer of which nothing says what is right. */
function declared(baseType: string, cardinality = 'single'): string {
  return `<qti-response-declaration identifier="${RESPONSE}" cardinality="${cardinality}" base-type="${baseType}"/>`;
}

const readText: QtiReader = (asked) => {
  const { interaction, item } = asked;
  const points = itemPoints(item);
  if (points.isZero()) return { type: 'survey', definition: { form: 'free_text' }, points };
  const format = interaction.attributes['format'] === 'xhtml' ? 'markdown' : 'plain_text';
  return { type: 'essay', definition: { format, ...markerNotesOf(asked) }, points };
};

export const essay = qtiType({
  type: 'essay',
  readers: { extendedTextInteraction: readText },
  write: ({ format, minWords, maxWords, template, markerNotes }, _points, losses) => {
    if (minWords !== undefined || maxWords !== undefined)
      losses.add('word_limits_not_carried', sentences.wordLimitsLost());
    if (template !== undefined) losses.add('template_not_carried', sentences.beginningLost());
    return {
      declarations: [declared('string')],
      body: `<qti-extended-text-interaction response-identifier="${RESPONSE}" format="${format === 'markdown' ? 'xhtml' : 'plain'}"/>${rubricXml(markerNotes)}`,
      rules: [],
      isMarkedByHand: true,
    };
  },
});

const readUpload: QtiReader = (asked) => {
  const named = (asked.interaction.attributes['type'] ?? '').split(/[\s,]+/).filter((each) => each !== '');
  const mediaTypes = ANSWER_TYPES.filter((type) => named.includes(type));
  for (const value of named.filter((each) => !ANSWER_TYPES.some((type) => type === each)))
    asked.remarks.warn(asked.interaction.line, 'file_type_not_carried', sentences.fileTypeLost(), {
      ...{ column: 'type', value },
    });
  return {
    type: 'file',
    definition: {
      ...{ minFiles: 1, maxFiles: 1, mediaTypes: mediaTypes.length > 0 ? mediaTypes : [...ANSWER_TYPES] },
      ...{ maxMegabytes: USUAL_MEGABYTES, ...markerNotesOf(asked) },
    },
    points: itemPoints(asked.item),
  };
};

function uploadParts(type: string | undefined, markerNotes: string | undefined): QtiParts {
  return {
    declarations: [declared('file')],
    body: `<qti-upload-interaction response-identifier="${RESPONSE}"${type === undefined ? '' : ` type="${type}"`}/>${rubricXml(markerNotes)}`,
    rules: [],
    isMarkedByHand: true,
  };
}

export const file = qtiType({
  type: 'file',
  readers: { uploadInteraction: readUpload },
  write: ({ minFiles, maxFiles, mediaTypes, maxMegabytes, templates, markerNotes }, _points, losses) => {
    const isAll = ANSWER_TYPES.every((type) => mediaTypes.includes(type));
    const isUsual = maxMegabytes === USUAL_MEGABYTES && minFiles === 1 && maxFiles === 1;
    if (!isUsual || (!isAll && mediaTypes.length > 1))
      losses.add('upload_limits_not_carried', sentences.uploadLimitsLost());
    if (templates) losses.add('files_not_carried', sentences.templatesLost());
    return uploadParts(!isAll && mediaTypes.length === 1 ? mediaTypes[0] : undefined, markerNotes);
  },
});

export const recording = qtiType({
  type: 'recording',
  readers: {},
  write: ({ medium, markerNotes }, _points, losses) => {
    losses.add('recording_as_upload', sentences.recordingAsUpload());
    return uploadParts(medium === 'audio' ? 'audio/mpeg' : 'video/mp4', markerNotes);
  },
});

export const survey = qtiType({
  type: 'survey',
  readers: {},
  write: (definition, _points, losses) => {
    const { form } = definition;
    if (form === 'free_text')
      return {
        declarations: [declared('string')],
        body: `<qti-extended-text-interaction response-identifier="${RESPONSE}" format="plain"/>`,
        rules: [],
      };
    if (form === 'rating') losses.add('rating_as_choice', sentences.ratingAsChoice());
    const isSeveral = form === 'several_options';
    return {
      declarations: [declared('identifier', isSeveral ? 'multiple' : 'single')],
      body: `<qti-choice-interaction response-identifier="${RESPONSE}" shuffle="false" max-choices="${isSeveral ? 0 : 1}">${choiceLines(choicesOfSurvey(definition), 'qti-simple-choice', losses)}</qti-choice-interaction>`,
      rules: [],
    };
  },
});
