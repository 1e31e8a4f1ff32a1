/** SQL for "the account is suspended", for the queries of higher modules that join it under this alias. */
export function isSuspended(alias: string): string {
  return `(${alias}.disabled_at IS NOT NULL)`;
}
