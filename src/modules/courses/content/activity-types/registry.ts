import type { ActivityTypeDescription } from './activity-type';
import { externalLink } from './external-link/external-link';
import { file } from './file/file';
import { folder } from './folder/folder';
import { label } from './label/label';
import { liveSession } from './live-session/live-session';
import { page } from './page/page';
import { quiz } from './quiz/quiz';
import { survey } from './survey/survey';
import { video } from './video/video';

/** Every type of activity there is, in the order in which they are shown. A type that is not here is refused. */
const REGISTERED = [page, label, video, file, folder, externalLink, liveSession, survey, quiz] as const;

export type ActivityType = (typeof REGISTERED)[number]['name'];

/** What an activity has because of its type, by the names of the API. */
export type ActivityFields = Record<string, unknown>;

/** A description whose type of activity is known only when the program runs. */
export type AnyActivityType = ActivityTypeDescription<ActivityType, ActivityFields>;

// Each `kept` gets the fields of its own class: the registry hands it nothing else.
export const ALL_ACTIVITY_TYPES = REGISTERED as unknown as readonly AnyActivityType[];
export const ACTIVITY_TYPES: readonly ActivityType[] = REGISTERED.map(({ name }) => name);

const BY_NAME: ReadonlyMap<string, AnyActivityType> = new Map(
  ALL_ACTIVITY_TYPES.map((described) => [described.name, described]),
);

/** Undefined for a type that is not registered. */
export function findActivityType(name: unknown): AnyActivityType | undefined {
  return typeof name === 'string' ? BY_NAME.get(name) : undefined;
}

/** The types of what nobody completes. It does not count in anybody's progress. */
export const NEVER_COMPLETED: readonly string[] = ALL_ACTIVITY_TYPES.filter(
  ({ completedBy }) => completedBy.length === 0,
).map(({ name }) => name);
