import type { ExampleBodies } from '../../../../shared/http/description/example-bodies';

/** What to send. It is refused as it stands: any lateness would change the grade of a learner. */
export const LATENESS_BODIES: ExampleBodies = {
  late: {
    summary: 'Late work: refused until you say by how many seconds (`lateSeconds`)',
    value: { status: 'late', reason: 'Handed in at the office' },
  },
};
