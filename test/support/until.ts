/** Waits for what another process does; ten seconds at most. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error('It did not come about within ten seconds.');
    await new Promise((resume) => setTimeout(resume, 10));
  }
}
