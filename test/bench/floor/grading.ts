/** A question's definition without its key, as far as the floor reads it. */
export interface Content {
  type: string;
  options?: { id: string }[];
}

/** With it. */
export interface Definition extends Content {
  scoring?: string;
  caseSensitive?: boolean;
  key?: unknown;
  accepted?: string[];
  tolerance?: { value: string };
}

/** What a learner sees of a definition. */
export function presented({ type, options, scoring, caseSensitive }: Definition): object {
  if (type === 'single_choice') return { type, options };
  if (type === 'multiple_choice') return { type, options, scoring };
  return type === 'short_text' ? { type, caseSensitive } : { type };
}

export function keyOf({ type, key, accepted }: Definition): unknown {
  return type === 'short_text' ? accepted : key;
}

/**
 * Whether a response is right. As plain as the bench's quiz allows: points are all or nothing, and its numbers lie
 * far enough from the bounds for floats.
 */
export function isRight({ type, key, accepted = [], tolerance }: Definition, response: unknown): boolean {
  if (response === null) return false;
  switch (type) {
    case 'multiple_choice': {
      const [wanted, chosen] = [key as string[], response as string[]];
      return chosen.length === wanted.length && wanted.every((id) => chosen.includes(id));
    }
    case 'numeric':
      return Math.abs(Number(response) - Number(key)) <= Number(tolerance?.value);
    case 'short_text':
      return accepted.map(normalized).includes(normalized(response as string));
    default:
      return response === key;
  }
}

/** Whether a response is of the kind that the question takes, and chooses among its options. */
export function fits({ type, options }: Content, response: unknown): boolean {
  const isOption = (id: unknown): boolean => options?.some((option) => option.id === id) ?? false;
  if (type === 'multiple_choice') return Array.isArray(response) && response.every(isOption);
  if (type === 'single_choice') return isOption(response);
  return typeof response === (type === 'true_false' ? 'boolean' : 'string');
}

function normalized(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
}
