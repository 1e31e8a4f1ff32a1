import { RECORDING_MEDIA } from '../../../question-types/recording/recording.dto';
import { sentences } from '../../formats.sentences';
import { valueIn } from '../moodle-elements';
import { moodleType } from '../moodle-type';

/** Moodle's plugin leaves both to its site. */
const USUAL_MEGABYTES = 50;
const USUAL_SECONDS = 120;

/** The plugin `qtype_recordrtc` of Moodle. */
export const recording = moodleType({
  type: 'recording',
  readers: {
    recordrtc: (question, remarks) => {
      const written = valueIn(question, 'mediatype');
      const medium = RECORDING_MEDIA.find((known) => known === written);
      if (medium === undefined)
        remarks.warn(question.line, 'medium_changed', sentences.mediumUnknown({ medium: written }), {
          ...{ column: 'mediatype', value: written },
        });
      return {
        type: 'recording',
        definition: {
          medium: medium ?? 'video',
          maxSeconds: Number(valueIn(question, 'timelimitinseconds')) || USUAL_SECONDS,
          maxMegabytes: USUAL_MEGABYTES,
        },
      };
    },
  },
  write: ({ medium, maxSeconds, maxMegabytes, markerNotes }, losses) => {
    if (maxMegabytes !== USUAL_MEGABYTES) losses.add('size_not_carried', sentences.sizeLost());
    if (markerNotes !== undefined) losses.add('marker_notes_not_carried', sentences.markerNotesLost());
    return {
      type: 'recordrtc',
      lines: [
        `<mediatype>${medium}</mediatype>`,
        `<timelimitinseconds>${maxSeconds}</timelimitinseconds>`,
        '<allowpausing>0</allowpausing>',
        '<canselfrate>0</canselfrate>',
        '<canselfcomment>0</canselfcomment>',
      ],
    };
  },
});
