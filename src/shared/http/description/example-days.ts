/**
 * The year of the days in examples of requests. It lies far ahead, so that nothing that is made with them is over, and it
 * stays the same, so that openapi.json does.
 */
export const EXAMPLE_YEAR = 2040;

/** A day of that year: `03-05` becomes `2040-03-05`. */
export const exampleDay = (monthAndDay: string): string => `${EXAMPLE_YEAR}-${monthAndDay}`;

/** An instant of that year: `03-05T08:00` becomes `2040-03-05T08:00:00Z`. */
export const exampleInstant = (monthDayAndTime: string): string => `${EXAMPLE_YEAR}-${monthDayAndTime}:00Z`;
