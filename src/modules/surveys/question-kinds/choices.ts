import type { ChoiceCount } from './question-kind';

interface Option {
  id: string;
  text: string;
}

/** How often each option was chosen, in their order. */
export function countsOf(options: readonly Option[], chosen: readonly string[]): ChoiceCount[] {
  const counts = new Map<string, number>();
  for (const id of chosen) counts.set(id, (counts.get(id) ?? 0) + 1);
  return options.map(({ id, text }) => ({ id, point: null, text, count: counts.get(id) ?? 0 }));
}

export function textOfOption(options: readonly Option[], id: string): string {
  return options.find((option) => option.id === id)?.text ?? id;
}
