/**
 * Takes a guard away where NEGATIVE_CONTROL names it. The tests that are about it must fail then, or they test nothing:
 * `npm run test:controls` runs each of them so. Off by default.
 */
export function negativeControl(name: string, takeGuardAway: () => void): void {
  if (process.env['NEGATIVE_CONTROL'] === name) takeGuardAway();
}
