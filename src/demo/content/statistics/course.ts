import { DemoCourse } from '../types';
import { describing } from './describing';
import { distributions } from './distributions';
import { inference } from './inference';
import { probability } from './probability';
import { questionsAndData } from './questions-and-data';
import { relationships } from './relationships';

export const statistics: DemoCourse = {
  key: 'statistics',
  code: 'STAT-101',
  title: 'Foundations of Statistics',
  summary:
    'Collect data with care, describe them honestly and say how sure you are. For beginners: you need arithmetic and a square root, nothing more.',
  catalog: {
    language: 'en',
    level: 'introductory',
    category: 'Mathematics',
    tags: ['Data', 'No calculus'],
    visibility: 'public',
  },
  timeZone: 'Europe/Berlin',
  status: 'published',
  startOffsetDays: -70,
  durationWeeks: 12,
  selfEnrollment: true,
  isExample: true,
  instructor: 'ingrid.solberg',
  sections: [questionsAndData, describing, probability, distributions, inference, relationships],
  assignments: [
    {
      key: 'survey-plan',
      title: 'Survey plan',
      description:
        'On one page: your question, the population, how you will draw the sample, and a table of variables with kind and unit.',
      dueWeek: 4,
      maxScore: '20',
      remarks: {
        good: [
          'A question that can be answered, and a sample that can answer it. The table of variables is exemplary.',
          'Clear population and a sound random draw. You even planned for people who do not reply.',
          'Very good. Your wording of question 3 is neutral, which is harder than it looks.',
        ],
        fair: [
          'A good plan. Name the population more exactly: "students" of which school, in which term?',
          'Sound, but two of your ordinal variables are listed as numerical. See the page on kinds of variables.',
          'The sampling is fine. Please give the unit of every numerical variable.',
        ],
        weak: [
          'You ask whoever passes by, so the sample tells us about people who pass by. Please read the first page again.',
          'The question is too wide to be answered by a survey. Come and see me; we can narrow it down together.',
        ],
      },
    },
    {
      key: 'data-report',
      title: 'Data report',
      description:
        'Two to three pages on a data set of your choice: a graph, a measure of center and of spread, one confidence interval, and a paragraph on what the data cannot say.',
      dueWeek: 9,
      maxScore: '50',
      remarks: {
        good: [
          'Excellent. The interval is interpreted correctly, and the paragraph on limits is the best of the group.',
          'A pleasure to read. Median and IQR were the right choice for such skewed data.',
          'Well argued and well drawn. The axis labels carry units, as they should.',
        ],
        fair: [
          'A solid report. Your interval is right, but it is about the mean, not about single values.',
          'Good description. The bins of the histogram are too wide: they hide the second peak.',
          'Right calculations. Round to two decimals, and say what the numbers mean in words.',
        ],
        weak: [
          'The graph and the text disagree about the median. Please check the sorted data and hand in again if you like.',
          'You conclude that one thing causes the other; your data show only that they go together.',
        ],
      },
    },
  ],
};
