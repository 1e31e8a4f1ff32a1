import { Injectable } from '@nestjs/common';
import { bandsOf, LEAST_SIMILARITY, likenessForm, shinglesOf, similarityOf } from './likeness';
import { type ComparedQuestion, LikenessesRepository, type NewLikeness } from './likenesses.repository';

/** Of each question, those that are most like it. */
export const MOST_LIKE_ONE = 5;

/** A question that asks nearly the same as a prompt. */
export interface Like {
  questionId: string;
  /** In ten thousandths. */
  similarity: number;
  isEqual: boolean;
}

interface Fingerprint {
  form: string;
  shingles: Set<string>;
  bands: Buffer[];
}

/**
 * Keeps what tells which questions of a bank ask nearly the same. Its writes belong into the transaction that writes the questions, with
 * their bank locked.
 */
@Injectable()
export class Likenesses {
  constructor(private readonly repository: LikenessesRepository) {}

  /** The questions of a bank that ask nearly the same as each of the prompts, the most alike first. */
  async like(bankId: string, prompts: readonly string[]): Promise<Like[][]> {
    const prints = prompts.map((prompt) => fingerprintOf(likenessForm(prompt)));
    const found = await this.compare(bankId, prints);
    return found.map((likes) => likes.slice(0, MOST_LIKE_ONE));
  }

  /**
   * After questions were added, changed, taken out of their bank or put back. Asks once, and does nothing more, where no prompt is
   * another one than before.
   */
  async refresh(questionIds: readonly string[]): Promise<void> {
    if (questionIds.length > 0) await this.bringUpToDate(await this.repository.compared(questionIds));
  }

  /** @param questions as they are now */
  async bringUpToDate(questions: readonly ComparedQuestion[]): Promise<void> {
    const stale = questions.filter(isStale);
    const under = await this.repository.remove(stale.filter(({ form }) => form !== null).map(({ id }) => id));
    const moved = new Set(under);
    const inBanks = Map.groupBy(
      stale.filter(({ archivedAt }) => archivedAt === null),
      ({ bankId }) => bankId,
    );
    for (const [bankId, own] of inBanks) for (const id of await this.add(bankId, own)) moved.add(id);
    await this.repository.place([...moved]);
  }

  /** Returns those that are to be placed. */
  private async add(bankId: string, questions: readonly ComparedQuestion[]): Promise<string[]> {
    const prints = questions.map(({ prompt }) => fingerprintOf(likenessForm(prompt)));
    await this.repository.insert(
      questions.map(({ id: questionId }, index) => ({
        questionId,
        bankId,
        ...(prints[index] as Fingerprint),
      })),
    );
    const found = await this.compare(bankId, prints);
    const likenesses = questions.flatMap(({ id }, index): NewLikeness[] =>
      (found[index] ?? [])
        .filter(({ questionId }) => questionId !== id)
        .slice(0, MOST_LIKE_ONE)
        .map(({ questionId, similarity }) => {
          // Ids begin with the time at which they were made.
          const [olderId = '', newerId = ''] = [id, questionId].toSorted();
          return { newerId, olderId, bankId, similarity };
        }),
    );
    await this.repository.add(likenesses);
    return likenesses.map(({ newerId }) => newerId);
  }

  private async compare(bankId: string, prints: readonly Fingerprint[]): Promise<Like[][]> {
    const sharing = await this.repository.sharing(
      bankId,
      prints.map(({ bands }) => bands),
    );
    const forms = await this.repository.forms([...new Set(sharing.flatMap((ids) => [...ids]))]);
    const shingles = new Map([...forms].map(([id, form]) => [id, shinglesOf(form)]));
    return prints.map((print, index) =>
      [...(sharing[index] ?? [])]
        .map((questionId): Like => {
          const similarity = similarityOf(print.shingles, shingles.get(questionId) ?? new Set());
          return { questionId, similarity, isEqual: forms.get(questionId) === print.form };
        })
        .filter(({ similarity }) => similarity >= LEAST_SIMILARITY)
        .toSorted(byLikeness),
    );
  }
}

export function isStale({ prompt, archivedAt, form }: ComparedQuestion): boolean {
  return (archivedAt === null ? likenessForm(prompt) : null) !== (form === null ? null : form.toString());
}

function fingerprintOf(form: string): Fingerprint {
  const shingles = shinglesOf(form);
  return { form, shingles, bands: bandsOf(shingles) };
}

/** The most alike first, and the oldest of those that are equally so. */
function byLikeness(one: Like, other: Like): number {
  return other.similarity - one.similarity || (one.questionId < other.questionId ? -1 : 1);
}
