/** A day or an instant that a new time zone has moved. */
export interface MovedDate {
  /** Of the enrollment, line item or quiz, of the activity that is a session; of an exception, the person. */
  id: string;
  /** Its title, or the name of the person. */
  title: string;
  /** The field of the API. */
  field: string;
  /** A day, `YYYY-MM-DD`, or an instant in RFC 3339. */
  from: string;
  to: string;
}

/** What a new time zone of a course did to the dates of one kind of thing. */
export interface MovedDates {
  of: MovableKind;
  dates: MovedDate[];
  /** How many things keep an instant that has passed, or would have passed by the change. */
  kept: number;
}

export const MOVABLE_KINDS = [
  'enrollments',
  'live_sessions',
  'quizzes',
  'quiz_exceptions',
  'line_items',
  'surveys',
] as const;
export type MovableKind = (typeof MOVABLE_KINDS)[number];

/** The instants of a thing that differ, as moved dates. */
export function movedInstants<Field extends string>(
  { id, title }: Pick<MovedDate, 'id' | 'title'>,
  before: Record<Field, Date | null>,
  after: Record<Field, Date | null>,
  fields: readonly Field[],
): MovedDate[] {
  return fields.flatMap((field) => {
    const [from, to] = [before[field]?.toISOString(), after[field]?.toISOString()];
    return from === undefined || to === undefined || from === to ? [] : [{ id, title, field, from, to }];
  });
}
