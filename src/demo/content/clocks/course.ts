import { DemoCourse } from '../types';
import { atoms } from './atoms';
import { calendars } from './calendars';
import { longitude } from './longitude';
import { sky } from './sky';
import { wheels } from './wheels';

export const clocks: DemoCourse = {
  key: 'clocks',
  code: 'HIS-105',
  title: 'A Short History of Clocks and Calendars',
  summary:
    'From the shadow of a stick to the caesium atom: how people learned to measure time, and what it changed. No previous knowledge needed.',
  catalog: { language: 'en', level: 'advanced', category: 'History', tags: ['Technology'] },
  timeZone: 'Europe/London',
  status: 'published',
  startOffsetDays: -70,
  durationWeeks: 8,
  selfEnrollment: true,
  instructor: 'tomas.havranek',
  sections: [sky, calendars, wheels, longitude, atoms],
  assignments: [
    {
      key: 'shadow-log',
      title: 'Shadow log',
      description:
        'Mark the tip of a shadow every twenty minutes around noon on one clear day. Hand in the drawing, your local noon, and an explanation of how it differs from 12:00.',
      dueWeek: 6,
      maxScore: '25',
      remarks: {
        good: [
          'A fine curve, and your explanation names longitude, summer time and the equation of time. All of it.',
          'Your noon is right to two minutes, from a stick and a string. Splendid.',
          'Clear drawing with times and lengths. You even estimated the error of your marks.',
        ],
        fair: [
          'Good marks. Your explanation forgets the distance from the meridian of your time zone.',
          'A good log. Six marks are few; near noon the length changes slowly, so the minimum is hard to see.',
          'The noon is right, but say how you found it from the drawing.',
        ],
        weak: [
          'The marks begin after noon, so the shortest shadow cannot be found. Please try again on another day.',
          'There is no explanation of the difference from 12:00, which was half of the task.',
        ],
      },
    },
  ],
};
