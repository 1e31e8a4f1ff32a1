/** Stands in a generated request for the id of something that exists once it is sent. */
export class IdOf {
  constructor(
    readonly kind: string,
    readonly pick: number,
  ) {}
}

/** Somebody who calls. */
export interface Caller {
  /** For reports: what they are in their scene. */
  name: string;
  token: string;
}

/** How many ids of a kind are kept; new ones push out old ones, so that requests follow what happens. */
const MOST_IDS = 40;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The kind of id that a word of the API names: `courses`, `course` and `courseId` all name `courseId`. */
const KINDS: Record<string, string> = {
  quizzes: 'activityId',
  activities: 'activityId',
  people: 'userId',
  learner: 'userId',
  person: 'userId',
  changedBy: 'userId',
  'live-sessions': 'liveSessionId',
  surveys: 'surveyId',
  live_session: 'liveSessionId',
  survey: 'surveyId',
};

export function kindOf(word: string): string {
  if (word.endsWith('Id')) return word;
  const kind = KINDS[word];
  if (kind !== undefined) return kind;
  const camel = word.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  return `${camel.replace(/s$/, '')}Id`;
}

/** Part of a school: people who have to do with each other, and the ids of what is theirs by kind. */
export class Scene {
  private readonly ids = new Map<string, string[]>();

  /** `callers` by what they are: `instructor`, `learner`. */
  constructor(readonly callers: Record<string, Caller[]> = {}) {}

  add(kind: string, ...ids: string[]): this {
    const known = this.ids.get(kind) ?? [];
    for (const id of ids) if (!known.includes(id)) known.push(id);
    this.ids.set(kind, known.slice(-MOST_IDS));
    return this;
  }

  id(kind: string, pick: number): string | undefined {
    const known = this.ids.get(kind) ?? [];
    return known[pick % known.length];
  }

  /** Keeps every id that an answer tells. `kind` is what a bare `id` at its top would be. */
  harvest(body: unknown, kind: string | undefined, isForbidden: (id: string) => boolean): void {
    if (Array.isArray(body)) return body.forEach((part) => this.harvest(part, kind, isForbidden));
    if (typeof body !== 'object' || body === null) return;
    for (const [key, value] of Object.entries(body)) {
      const named = key === 'id' ? kind : key.endsWith('Id') ? key : undefined;
      if (typeof value === 'string') {
        if (named === undefined || !UUID.test(value) || isForbidden(value)) continue;
        this.add(named, value);
        const { type } = body as { type?: unknown };
        // A page and a quiz are activities, and some operations take only the one.
        if (named === 'activityId' && key === 'id' && typeof type === 'string') this.add(`${type}Id`, value);
      } else this.harvest(value, key === 'data' ? kind : kindOf(key), isForbidden);
    }
  }
}
