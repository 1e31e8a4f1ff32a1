/** Fields of definitions that hold no words of the author: ids, names and numbers. */
const WITHOUT_WORDS: ReadonlySet<string> = new Set([
  'id',
  'type',
  'key',
  'scoring',
  'language',
  'tolerance',
  'format',
]);

/**
 * What of a question is searched: its tags, its prompt and the texts of its definition.
 *
 * @param values prompt, definition and tags as they are stored, the latter two as JSON
 */
export function textsOfQuestion([prompt, definition, tags]: (string | null)[]): string[] {
  return [...textsIn(tags), prompt ?? '', ...textsIn(definition)];
}

function textsIn(json: string | null | undefined): string[] {
  return json ? wordsIn(JSON.parse(json)) : [];
}

function wordsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => (WITHOUT_WORDS.has(name) ? [] : wordsIn(part)));
}
