/**
 * Now, or the latest of the earlier instants if that is later: the clock may have been set back since, or may differ from
 * another machine's. Null and undefined ones are ignored.
 */
export function notBefore(now: Date, ...earlier: readonly (Date | null | undefined)[]): Date {
  return new Date(Math.max(now.getTime(), ...earlier.map((instant) => instant?.getTime() ?? -Infinity)));
}
