import { Rational } from '../../../../shared/decimals/rational';
import { answerFileFaults, fileIdFault, isFileId } from '../parts/answer-files/answer-files';
import type { ResponseShape } from '../parts/response-shapes';
import { questionType } from '../question-type';
import { RecordingDefinition, type RecordingMedium, RecordingView } from './recording.dto';
import { sentences } from './recording.sentences';
import { toneAsWav } from './spoken-example';

/** What browsers record: sound alone comes in the containers of video, too, and their first bytes do not tell. */
const MEDIA_TYPES: Readonly<Record<RecordingMedium, readonly string[]>> = {
  audio: ['audio/mpeg', 'audio/mp4', 'audio/ogg', 'audio/wav', 'audio/flac', 'video/webm', 'video/mp4'],
  video: ['video/webm', 'video/mp4'],
};

/** The file of the example. */
const SPOKEN = { id: '01990000-0000-7000-8000-0000000000f4', name: 'answer.wav', content: toneAsWav };

const recordedFile: ResponseShape<string, RecordingDefinition> = {
  schema: {
    type: 'string',
    format: 'uuid',
    description:
      'The id of the recording, which the learner uploaded by `POST /v1/files` with the purpose `answer`.',
  },
  faultsOf: (value, _definition, field) => (isFileId(value) ? [] : [fileIdFault(field)]),
  filesOf: (fileId) => [fileId],
  fileFaults: (fileId, { medium, maxMegabytes }, files, field) =>
    answerFileFaults(fileId, { mediaTypes: MEDIA_TYPES[medium], maxMegabytes }, files, field),
  isSame: (one, other) => one === other,
};

/** Something spoken or filmed that a person marks. */
export const recording = questionType({
  name: 'recording',
  Definition: RecordingDefinition,
  keyFields: ['markerNotes'],
  View: RecordingView,
  viewOf: ({ type, medium, maxSeconds, maxMegabytes }) => ({ type, medium, maxSeconds, maxMegabytes }),
  response: recordedFile,
  guessShare: () => Rational.ZERO,
  summary: ({ medium }) => sentences.recorded({ medium }),
  markerNotesOf: ({ markerNotes }) => markerNotes,
  keySchema: { type: 'null', description: 'No answer is the right one.' },
  keyOf: () => null,
  example: {
    summary: 'A recording',
    prompt: 'Explain in **two minutes** which measure of the center you would report for incomes.',
    points: '3',
    definition: {
      ...{ medium: 'audio', maxSeconds: 120, maxMegabytes: 25 },
      markerNotes: 'One point for each measure that is named.',
    },
    feedback: 'Incomes have a long tail, so the median says more about most people.',
    response: SPOKEN.id,
    files: [SPOKEN],
  },
});
