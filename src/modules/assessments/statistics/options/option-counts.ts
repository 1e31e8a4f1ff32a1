import type { ChoicePlace, OfferedOption } from '../../question-types/parts/offered-choices';
import { isMissing, responseFaultsOf } from '../../question-types/responses';
import { type QuestionDefinition, questionTypeOf } from '../../question-types/registry';
import { type GroupBounds, groupBounds, groupOf, type ScoreGroup } from './score-groups';

/** What one attempt answered to a question that offers options. */
export interface OptionAnswer {
  versionId: string;
  /** What the attempt earned in the other questions, in units: with this one, a wrong key would sort those up that it favors. */
  rest: number;
  /** JSON; null for no answer. */
  response: string | null;
}

/** How many attempts there are, in all and in the two groups. */
export interface GroupCounts {
  all: number;
  upper: number;
  lower: number;
}

/** How often an option was chosen. */
export interface OptionCount extends GroupCounts {
  option: OfferedOption;
}

export interface PlaceCounts {
  place: ChoicePlace;
  /** In the order of the question. */
  options: OptionCount[];
  /** Those that chose nothing here. */
  blank: GroupCounts;
}

/** Takes the answers of attempts one by one, and keeps each response once. */
export class OptionAnswers {
  private readonly rests: number[] = [];
  private readonly byVersion = new Map<string, Map<string | null, number[]>>();

  add({ versionId, rest, response }: OptionAnswer): void {
    this.rests.push(rest);
    let responses = this.byVersion.get(versionId);
    if (!responses) this.byVersion.set(versionId, (responses = new Map<string | null, number[]>()));
    const rests = responses.get(response);
    if (rests) rests.push(rest);
    else responses.set(response, [rest]);
  }

  get count(): number {
    return this.rests.length;
  }

  get versionIds(): string[] {
    return [...this.byVersion.keys()];
  }

  /** The groups are those of all attempts that were asked the question, whichever version. */
  bounds(): GroupBounds {
    return groupBounds(this.rests);
  }

  /** Of one version, place by place. */
  of(
    versionId: string,
    definition: QuestionDefinition,
    bounds: GroupBounds,
  ): { asked: GroupCounts; places: PlaceCounts[] } {
    const { choices } = questionTypeOf(definition);
    const responses = [...(this.byVersion.get(versionId) ?? [])].map(([text, rests]) => {
      const response: unknown = text === null ? null : JSON.parse(text);
      const isRead = !isMissing(response) && responseFaultsOf(definition, response).length === 0;
      return { response: isRead ? response : null, counts: countsOf(rests, bounds) };
    });
    const asked = sumOf(responses.map(({ counts }) => counts));
    const places = (choices?.places(definition) ?? []).map((place): PlaceCounts => {
      const given = responses.map(({ response, counts }) => ({
        counts,
        chosen: response === null ? [] : (choices?.chosenAt(response, place.id, definition) ?? []),
      }));
      const among = (is: (chosen: readonly string[]) => boolean): GroupCounts =>
        sumOf(given.filter(({ chosen }) => is(chosen)).map(({ counts }) => counts));
      return {
        place,
        options: place.options.map((option) => ({
          option,
          ...among((chosen) => chosen.includes(option.id)),
        })),
        blank: among((chosen) => chosen.length === 0),
      };
    });
    return { asked, places };
  }
}

function countsOf(rests: readonly number[], bounds: GroupBounds): GroupCounts {
  const counts: Record<ScoreGroup, number> = { upper: 0, middle: 0, lower: 0 };
  for (const rest of rests) counts[groupOf(rest, bounds)] += 1;
  return { all: rests.length, upper: counts.upper, lower: counts.lower };
}

function sumOf(parts: readonly GroupCounts[]): GroupCounts {
  const sum = { all: 0, upper: 0, lower: 0 };
  for (const { all, upper, lower } of parts) {
    sum.all += all;
    sum.upper += upper;
    sum.lower += lower;
  }
  return sum;
}
