/** Names are for lists of questions. */
const LONGEST = 80;

/** The beginning of a prompt, as the name of a question: reading it finds that nothing else was meant. */
export function beginningOf(prompt: string): string {
  const [line = ''] = prompt.split(/[\r\n]/);
  // Addresses of files are others in a file.
  const [before = ''] = line.split('/v1/files/');
  return [...before].slice(0, LONGEST).join('').trim();
}
