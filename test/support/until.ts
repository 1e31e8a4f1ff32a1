/** Waits for what another process does; ten seconds at most, unless told. */
export async function until(condition: () => boolean | Promise<boolean>, seconds = 10): Promise<void> {
  const deadline = performance.now() + seconds * 1000;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`It did not come about within ${seconds} seconds.`);
    await new Promise((resume) => setTimeout(resume, 10));
  }
}
