import { bookkeeping } from './bookkeeping';
import { clocks } from './clocks/course';
import { english } from './english/course';
import { plants } from './plants/course';
import { statistics } from './statistics/course';
import { DemoCourse } from './types';

/** All courses of the demo school: four published, one draft. */
export const demoCourses: readonly DemoCourse[] = [statistics, plants, english, clocks, bookkeeping];
