const EXAMPLES: unknown[] = [];

/**
 * Gives the API description one error of each code, to show how it is answered. Called at the end of the file that
 * declares the classes. Of a code that several errors share, the first is shown.
 */
export function exampleErrors(...errors: unknown[]): void {
  EXAMPLES.push(...errors);
}

/** All that were given, in the order in which their files were loaded. */
export function allExampleErrors(): readonly unknown[] {
  return EXAMPLES;
}
