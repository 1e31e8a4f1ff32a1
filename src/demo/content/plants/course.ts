import { DemoCourse } from '../types';
import { cells } from './cells';
import { energy } from './energy';
import { growth } from './growth';
import { reproduction } from './reproduction';
import { transport } from './transport';

export const plants: DemoCourse = {
  key: 'plants',
  code: 'BOT-110',
  title: 'How Plants Work',
  summary:
    'What goes on inside a leaf, a root and a flower, with experiments for the windowsill. A first course in botany; school chemistry helps but is not required.',
  catalog: {
    language: 'en',
    level: 'introductory',
    category: 'Biology',
    tags: ['Data', 'Field work'],
    visibility: 'public',
  },
  timeZone: 'America/Toronto',
  status: 'published',
  startOffsetDays: -63,
  durationWeeks: 10,
  selfEnrollment: true,
  instructor: 'marcus.achterberg',
  sections: [cells, transport, energy, growth, reproduction],
  assignments: [
    {
      key: 'transpiration-log',
      title: 'Transpiration log',
      description:
        'Weigh a covered pot plant twice a day for five days, in two places of your choice. Hand in the table, a graph and half a page of explanation.',
      dueWeek: 5,
      maxScore: '20',
      remarks: {
        good: [
          'Careful measurements, and a control pot without a plant. Exactly how it should be done.',
          'A clear graph, and you explain the dip on day three by the humid weather. Very good.',
          'Complete, with units and times. Your explanation by water potential is right.',
        ],
        fair: [
          'Good data. You covered the pot but not the soil, so part of the loss is plain evaporation.',
          'The table is fine. In the graph, put time on the horizontal axis.',
          'A good start; explain not only that it lost more by the window, but why.',
        ],
        weak: [
          'Two days are missing, and the masses have no unit. Please repeat the part by the window.',
          'The text describes transpiration in general. I should like to read about your own numbers.',
        ],
      },
    },
    {
      key: 'field-notebook',
      title: 'Field notebook',
      description:
        'Ten observations of plants near your home, with date, place, a sketch or photograph, and one question each that you could test.',
      dueWeek: 8,
      maxScore: '30',
      remarks: {
        good: [
          'Beautifully observed. The question about the ivy on the north wall could be a project of its own.',
          'Ten precise entries, and the questions can really be tested. Thank you for the sketches.',
          'You looked for a long time before you wrote, and it shows.',
        ],
        fair: [
          'Eight good entries; two repeat what the course says instead of what you saw.',
          'Nice sketches. Please add a scale to each of them.',
          'Good observations. Several questions begin with "why"; try "what happens if" instead.',
        ],
        weak: [
          'Four of the ten entries are there, without dates. Please complete the notebook.',
          'The photographs are good, but without a sentence of observation I cannot tell what you noticed.',
        ],
      },
    },
  ],
};
