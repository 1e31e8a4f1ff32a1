import type { ExampleBodies } from '../../../../shared/http/description/example-bodies';
import { exampleDay } from '../../../../shared/http/description/example-days';

/** Terms to try out. */
export const NEW_TERMS: ExampleBodies = {
  term: {
    summary: 'With a holiday and deadlines',
    value: {
      ...{ title: 'Spring term', type: 'term', startDate: exampleDay('01-12'), endDate: exampleDay('05-29') },
      holidays: [{ title: 'Winter break', startDate: exampleDay('02-16'), endDate: exampleDay('02-20') }],
      ...{ enrollUntil: exampleDay('01-23'), dropUntil: exampleDay('03-13') },
    },
  },
  year: {
    summary: 'A school year',
    value: {
      ...{
        title: 'The year',
        type: 'schoolYear',
        startDate: exampleDay('01-01'),
        endDate: exampleDay('12-31'),
      },
    },
  },
};
