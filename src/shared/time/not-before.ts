/**
 * The present instant for something that follows others: never before any of them, even where the clock was set back
 * since or is another machine's. What has not happened yet is null.
 */
export function notBefore(now: Date, ...earlier: readonly (Date | null | undefined)[]): Date {
  return new Date(Math.max(now.getTime(), ...earlier.map((instant) => instant?.getTime() ?? -Infinity)));
}
