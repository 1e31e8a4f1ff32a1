/** An instant so many seconds after another one, to the millisecond. */
export function secondsAfter(instant: Date, seconds: number): Date {
  return new Date(instant.getTime() + Math.round(seconds * 1000));
}
