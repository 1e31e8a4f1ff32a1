import { Rational } from '../../../../shared/decimals/rational';
import type { FieldError } from '../../../../shared/errors/domain-error';
import type { Remark } from '../parts/answer-remarks';
import { answerFileFaults, fileIdFault, isFileId } from '../parts/answer-files/answer-files';
import type { ResponseShape } from '../parts/response-shapes';
import { questionType } from '../question-type';
import { FileUploadDefinition, FileUploadView, MOST_FILES } from './file.dto';
import { sentences } from './file.sentences';

/** The file of the example. */
const JOURNEYS = {
  id: '01990000-0000-7000-8000-0000000000f2',
  name: 'journeys.csv',
  content: () => Buffer.from('minutes\n12\n14\n17\n21\n22\n25\n28\n31\n76\n'),
};

const handedInFiles: ResponseShape<string[], FileUploadDefinition> = {
  schema: {
    type: 'array',
    items: { type: 'string', format: 'uuid' },
    maxItems: MOST_FILES,
    uniqueItems: true,
    description:
      'The ids of files that the learner uploaded by `POST /v1/files` with the purpose `answer`, in any order.',
  },
  faultsOf(value, { maxFiles }, field) {
    if (!Array.isArray(value)) return [{ field, rule: 'isArray', message: sentences.sendFiles({ field }) }];
    if (value.length > maxFiles)
      return [{ field, rule: 'arrayMaxSize', message: sentences.tooManyFiles({ field, most: maxFiles }) }];
    return value.flatMap((id: unknown, index): FieldError[] => {
      const item = `${field}[${index}]`;
      if (!isFileId(id)) return [fileIdFault(item)];
      if (value.indexOf(id) === index) return [];
      return [{ field: item, rule: 'unique', message: sentences.fileTwice({ field: item }) }];
    });
  },
  filesOf: (fileIds) => fileIds,
  fileFaults: (fileIds, definition, files, field) =>
    fileIds.flatMap((fileId, index) => answerFileFaults(fileId, definition, files, `${field}[${index}]`)),
  isBlank: (value) => Array.isArray(value) && value.length === 0,
  isSame: (one, other) => one.length === other.length && one.every((id) => other.includes(id)),
  remarksOf: (fileIds, { minFiles: least }): Remark[] => {
    const { length: count } = fileIds;
    if (count === 0 || count >= least) return [];
    return [{ code: 'too_few_files', message: sentences.tooFewFiles({ count, least }) }];
  },
};

/** Files that a person marks. */
export const file = questionType({
  name: 'file',
  Definition: FileUploadDefinition,
  keyFields: ['markerNotes'],
  definitionFaults,
  filesOf: ({ templates = [] }) =>
    templates.map(({ fileId }, index) => ({ field: `templates[${index}].fileId`, fileId })),
  View: FileUploadView,
  viewOf: ({ type, minFiles, maxFiles, mediaTypes, maxMegabytes, templates }) => ({
    ...{ type, minFiles, maxFiles, mediaTypes, maxMegabytes },
    ...(templates === undefined ? {} : { templates: templates.map(({ fileId }) => ({ fileId })) }),
  }),
  response: handedInFiles,
  isComplete: ({ minFiles }, fileIds) => fileIds.length >= minFiles,
  guessShare: () => Rational.ZERO,
  summary: (_definition, { length: count }) => sentences.files({ count }),
  markerNotesOf: ({ markerNotes }) => markerNotes,
  keySchema: { type: 'null', description: 'No answer is the right one.' },
  keyOf: () => null,
  example: {
    summary: 'Files',
    prompt: 'Collect the times of nine journeys and hand them in as **one file**, one time in each line.',
    points: '4',
    definition: {
      ...{ minFiles: 1, maxFiles: 2, mediaTypes: ['text/plain', 'application/pdf'], maxMegabytes: 5 },
      markerNotes: 'One point for nine times, three for times that could be true.',
    },
    feedback: 'Keep what you collected: the next unit draws it.',
    response: [JOURNEYS.id],
    files: [JOURNEYS],
  },
});

function definitionFaults(
  { minFiles, maxFiles, mediaTypes, templates = [] }: FileUploadDefinition,
  at: string,
): FieldError[] {
  if (maxFiles < minFiles) {
    const field = `${at}.maxFiles`;
    return [{ field, rule: 'min', message: sentences.filesReversed({ field, least: minFiles }) }];
  }
  return [
    ...mediaTypes.flatMap((type, index): FieldError[] => {
      const field = `${at}.mediaTypes[${index}]`;
      if (mediaTypes.indexOf(type) === index) return [];
      return [{ field, rule: 'unique', message: sentences.typeTwice({ field, type }) }];
    }),
    ...templates.flatMap(({ fileId: id }, index): FieldError[] => {
      const field = `${at}.templates[${index}].fileId`;
      if (templates.findIndex(({ fileId }) => fileId === id) === index) return [];
      return [{ field, rule: 'unique', message: sentences.templateTwice({ field, id }) }];
    }),
  ];
}
