import { EXAMPLE_QUESTIONS, type ExampleQuestion } from '../../modules/assessments';
import type { Caller } from '../../shared/auth/caller';
import { ownerOfExampleFiles, practiceFiles } from '../content';
import type { FrontDoors } from '../front-doors';

/** Uploads what learners hand in, with ids that are the same in every school. */
export class PracticeFiles {
  private uploaded = 0;

  constructor(private readonly doors: FrontDoors) {}

  /** A response that names a file, which the learner uploads: the files of the example for one learner, others for all others. */
  async response(learner: Caller, { question, response, files }: ExampleQuestion): Promise<unknown> {
    if (learner.username === ownerOfExampleFiles) {
      for (const { id, name, content } of files) await this.upload(learner, name, content(), id);
      return response;
    }
    const choice = practiceFiles[question.type] ?? [];
    const chosen = choice[Math.floor(this.uploaded / 2) % choice.length];
    const [example] = files;
    if (!chosen || !example) return null;
    const content = chosen.content === undefined ? example.content() : Buffer.from(chosen.content);
    const id = `01990000-0000-7000-8000-0000000d${String((this.uploaded += 1)).padStart(4, '0')}`;
    await this.upload(learner, chosen.name, content, id);
    return Array.isArray(response) ? [id] : id;
  }

  private async upload(learner: Caller, name: string, content: Buffer, id: string): Promise<void> {
    await this.doors.files.create(learner, { name, purpose: 'answer', content }, id);
  }
}

/** The example of a type. */
export function exampleOf(type: string): ExampleQuestion {
  const example = EXAMPLE_QUESTIONS.find(({ question }) => question.type === type);
  if (!example) throw new Error(`There is no example of a question of the type ${type}.`);
  return example;
}
