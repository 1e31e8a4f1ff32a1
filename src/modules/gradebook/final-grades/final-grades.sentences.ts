import { catalog } from '../../../shared/sentences/sentence';

export const sentences = catalog('final-grades', {
  percentAndMark: 'Send percent or mark, not both. Neither of them takes back what was given.',
  exclusive: 'percent and mark exclude each other',
  unfinished:
    'The final grades are not ready: {lastDay, select, none {} other {{of, select, period {the grading period} other {the course}} goes on until {lastDay}. }}{unposted, plural, =0 {} one {1 learner has scores that are not posted. } other {# learners have scores that are not posted. }}{awaited, plural, =0 {} one {Work of 1 learner waits for marks. } other {Work of # learners waits for marks. }}See GET /v1/courses/<id>/grade-closing/preview, or close them as they are with acceptOpenWork.',
  notClosed: 'These grades are open.',
});
