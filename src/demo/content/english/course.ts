import { DemoCourse } from '../types';
import { instructions } from './instructions';
import { readers } from './readers';
import { sentences } from './sentences';
import { structure } from './structure';
import { words } from './words';

export const english: DemoCourse = {
  key: 'english',
  code: 'ENG-120',
  title: 'Writing Clear Technical English',
  summary:
    'Messages, instructions and reports that can be understood at the first reading. For people who write at work, with English as a first or a later language.',
  catalog: { language: 'en', level: 'intermediate', category: 'Languages', tags: ['Writing'] },
  timeZone: 'Asia/Kolkata',
  status: 'published',
  startOffsetDays: -56,
  durationWeeks: 9,
  selfEnrollment: true,
  instructor: 'leela.varkey',
  sections: [readers, sentences, words, structure, instructions],
  periods: [
    { title: 'First half', weeks: 5 },
    { title: 'Second half', weeks: 4 },
  ],
  assignments: [
    {
      key: 'notice',
      title: 'Rewrite a notice',
      description:
        'Find a notice, letter or message that is hard to understand. Hand in the original (names removed), your version, and five lines on what you changed and why.',
      dueWeek: 4,
      maxScore: '20',
      remarks: {
        good: [
          'From 180 words to 60, and nothing is missing. The answer stands in the first sentence.',
          'Excellent choice of original, and your five lines show that you know why it is better.',
          'Very clear. I gave it to a colleague who knew nothing about it, and she could act on it at once.',
        ],
        fair: [
          'Much better than the original. The date is still in the last line; move it up.',
          'Good cuts. "It will be ensured that" is a passive in which the reader misses the actor.',
          'Clear sentences. The subject line still says only "Information".',
        ],
        weak: [
          'You replaced words, but the order is as before: the news still comes last.',
          'Your version leaves out the deadline, which readers need most.',
        ],
      },
    },
    {
      key: 'guide',
      title: 'A how-to guide',
      description:
        'One to two pages of instructions for a task you know well. Let somebody follow them, and hand in her comments with your final version.',
      dueWeek: 7,
      maxScore: '40',
      remarks: {
        good: [
          'I followed it without a question. The check after each stage is a fine idea.',
          'Every step begins with a verb and ends with a result. The comments of your tester were put to good use.',
          'The warning is in the right place and says all three things. Very good work.',
        ],
        fair: [
          'Good steps. Number 6 contains four actions; divide it.',
          'Clear on the whole. Say where the button is before you say to press it.',
          'A useful guide. Tools and time should be named before the first step.',
        ],
        weak: [
          'The text explains how the device works. The reader wants to know what to do.',
          "Your tester's comments are missing, and I stopped at step 3 as she may have done.",
        ],
      },
    },
  ],
};
