import { TUS } from '../../support/resumable';
import type { Ids } from './matrix-world';

/*
 * What a row of the matrix of roles says, and the rows that many routes have.
 */

/** Whose object a request names; the last two keep the first object of the path and change every other one. */
export const AXIS = ['own', 'other', 'missing', 'withOther', 'withMissing'] as const;
export type Whose = (typeof AXIS)[number];

/**
 * What each actor gets, in the order of ACTORS: nobody, visitor, learner, classmate, assistant, stranger, instructor,
 * administrator. `403*3` stands for three times 403.
 */
export interface Row extends Partial<Record<Whose, string>> {
  /** What is named belongs to the course of the learner, the assistant and the instructor, or to the learner. */
  own: string;
  /** It belongs to the stranger's course or to a learner there. */
  other?: string;
  /** There is no such object. */
  missing?: string;
  /** The first object is own, the rest are the stranger's. */
  withOther?: string;
  /** The first object is own, the rest are missing. */
  withMissing?: string;
  body?: (ids: Ids) => unknown;
  query?: (ids: Ids) => string;
  headers?: Record<string, string>;
}

/** `401 403*5 200*2` in full. */
export function statusesOf(cells: string): number[] {
  return cells.split(' ').flatMap((cell) => {
    const [status, times = '1'] = cell.split('*');
    return Array<number>(Number(times)).fill(Number(status));
  });
}

/** Open to everybody, with or without a token. */
export const open = (status: number): Row => ({ own: `${status}*8` });

/** For everybody who is signed in. */
export const signedIn = (status: number): Row => ({ own: `401 ${status}*7` });

/** For the visitor, who observes the learner. */
export const observers: Row = { own: '401 200 404*6', other: '401 404*7', missing: '401 404*7' };

/** As `observers`; the learner is in their own course alone. */
export const observersInCourse: Row = {
  ...observers,
  withOther: '401 403 404*6',
  withMissing: '401 404*7',
};

/** For administrators; nobody else is told which accounts exist. */
export const administrators = (status: number): Row => ({
  own: `401 403*6 ${status}`,
  other: `401 403*6 ${status}`,
  missing: '401 403*6 404',
});

/** For everybody who may see the course: both courses are published. */
export const published = (status: number): Row => ({
  own: `401 ${status}*7`,
  other: `401 ${status}*7`,
  missing: '401 404*7',
});

/** For those who take part in the course, and administrators. */
export const members = (status: number): Row => ({
  own: `401 403 ${status}*3 403 ${status}*2`,
  other: `401 403*4 ${status} 403 ${status}`,
  missing: '401 404*7',
});

/** For those who take part as learners. */
export const learners = (status: number): Row => ({
  own: `401 403 ${status}*2 403*4`,
  other: '401 403*7',
  missing: '401 404*7',
});

/** For assistants and instructors of the course, and administrators. */
export const staff = (status: number): Row => ({
  own: `401 403*3 ${status} 403 ${status}*2`,
  other: `401 403*4 ${status} 403 ${status}`,
  missing: '401 404*7',
});

/** For staff of the course of an attempt; nobody else is told which attempts exist. */
export const attemptForStaff = (status: number): Row => ({
  own: `401 404*3 ${status} 404 ${status}*2`,
  other: `401 404*4 ${status} 404 ${status}`,
  missing: '401 404*7',
});

/** As `attemptForStaff`, where assistants may only read. */
export const attemptForInstructors = (status: number): Row => ({
  own: `401 404*3 403 404 ${status}*2`,
  other: `401 404*4 ${status} 404 ${status}`,
  missing: '401 404*7',
});

/** As `staff`; attempts that are named and are not open at the quiz are told so, whosever they are. */
export const openAttempts: Row = {
  ...staff(200),
  withOther: '401 403*3 200 403 200*2',
  withMissing: '401 403*3 200 403 200*2',
};

export const chartOfLineItem: Row = {
  ...staff(200),
  withOther: '401 403*3 404 403 404*2',
  withMissing: '401 403*3 404 403 404*2',
  query: (ids) => `?lineItemId=${ids.lineItemId}`,
};

export const fileOfCourse: Row = {
  own: '401 404 200*3 404 200*2',
  other: '401 404*4 200 404 200',
  missing: '401 404*7',
};

/** As `staff`, and for the learner whose it is: nobody else's are told from those that do not exist. */
export const learnerAndStaff = (status: number): Row => ({
  own: `401 403 ${status} 403 ${status} 403 ${status}*2`,
  other: `401 403*4 ${status} 403 ${status}`,
  missing: '401 404*7',
  withOther: '401 403*3 404 403 404*2',
  withMissing: '401 403*3 404 403 404*2',
});

/** For instructors of the course, and administrators. */
export const instructors = (status: number): Row => ({
  own: `401 403*5 ${status}*2`,
  other: `401 403*4 ${status} 403 ${status}`,
  missing: '401 404*7',
});

/** As `instructors`, where the rest of what is named must belong to the first. */
export const instructorsWith = (status: number, foreign: number): Row => ({
  ...instructors(status),
  withOther: `401 403*5 ${foreign}*2`,
  withMissing: `401 403*5 ${foreign}*2`,
});

/** The same for staff. */
export const staffWith = (status: number, foreign: number): Row => ({
  ...staff(status),
  withOther: `401 403*3 ${foreign} 403 ${foreign}*2`,
  withMissing: `401 403*3 ${foreign} 403 ${foreign}*2`,
});

/** For whoever asked for the operation, and administrators; to all others it does not exist. */
export const requester = (status: number): Row => ({
  own: `401 404*5 ${status}*2`,
  other: `401 404*4 ${status} 404 ${status}`,
  missing: '401 404*7',
});

/** For the learner whose attempt it is; staff, who may read it, may not act in their place. */
export const attempter = (status: number, foreignQuestion: number): Row => ({
  own: `401 404 ${status} 404 403 404 403*2`,
  other: '401 404*4 403 404 403',
  missing: '401 404*7',
  withOther: `401 404 ${foreignQuestion} 404 403 404 403*2`,
  withMissing: `401 404 ${foreignQuestion} 404 403 404 403*2`,
});

/** For whoever began the upload, and may upload still; to all others it does not exist. */
export const uploader = (status: number): Row => ({
  own: `401 404*5 ${status} 404`,
  other: `401 404*4 ${status} 404*2`,
  missing: '401 404*7',
  headers: TUS,
});
