import { addDays } from '../shared/time/zoned-time';
import type { FrontDoors } from './front-doors';

/** The school and the term to which the courses of the demo school belong. */
export interface DemoPlace {
  schoolId: string;
  termId: string;
}

/** The term began before all of the demo school's past. */
const BEGAN_DAYS_BEFORE = 100;
const ENDS_DAYS_AFTER = 80;

/** With an open catalog, a holiday that lies ahead, and deadlines that are not past. */
export async function makePlace({ identity, courses }: FrontDoors, seedingDay: string): Promise<DemoPlace> {
  const inDays = (days: number): string => addDays(seedingDay, days);
  const schoolId = await identity.createSchool({
    ...{ title: 'Harbor College', type: 'school', timeZone: 'Europe/Oslo', locale: 'en', openCatalog: true },
  });
  const termId = await courses.createTerm({
    ...{ title: 'This term', type: 'term', startDate: inDays(-BEGAN_DAYS_BEFORE) },
    ...{ endDate: inDays(ENDS_DAYS_AFTER), schoolYear: Number(inDays(ENDS_DAYS_AFTER).slice(0, 4)) },
    holidays: [{ title: 'A week off', startDate: inDays(28), endDate: inDays(34) }],
    ...{ enrollUntil: inDays(56), dropUntil: inDays(63) },
  });
  return { schoolId, termId };
}
