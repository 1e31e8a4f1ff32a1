import type { ExampleBodies } from '../../../../../../shared/http/description/example-bodies';

/** What to send. It is refused as it stands: it would take the place of what is scheduled. */
export const SCHEDULE_BODIES: ExampleBodies = {
  instant: {
    summary: 'An instant that is too far ahead: refused until you say one within two years (`publishAt`)',
    value: { publishAt: '2040-01-09T07:00:00.000Z', note: 'The second week.' },
  },
};
