import { Injectable } from '@nestjs/common';
import { type FactName, type LearnerFacts, noFacts } from './learner-facts';

/** Of whom facts are asked. */
export interface AskedLearner {
  courseId: string;
  userId: string;
  /** Of the course; IANA name. */
  timeZone: string;
}

/**
 * What an upper module knows of learners that rules ask for. Declared here because rules are evaluated here; the module that
 * knows provides it.
 */
export interface LearnerFactSource {
  /** The facts of one learner in a whole course. One statement, or a few, whatever the size of the course. */
  learnerFacts(asked: AskedLearner): Promise<Partial<LearnerFacts>>;
}

/** The sources of facts, each for one of them or for a kind of conditions. */
@Injectable()
export class LearnerFactSources {
  private readonly sources = new Map<FactName, LearnerFactSource>();

  /** To be called when the application starts. */
  provide(fact: FactName, source: LearnerFactSource): void {
    this.sources.set(fact, source);
  }

  /** Asks nobody for what no rule asks for. What nobody provides is not known. */
  async factsOf(asks: ReadonlySet<FactName>, asked: AskedLearner): Promise<LearnerFacts> {
    const sources = [...asks].flatMap((fact) => this.sources.get(fact) ?? []);
    const told = await Promise.all(sources.map((source) => source.learnerFacts(asked)));
    const ofKinds = new Map(told.flatMap((facts) => [...(facts.ofKinds ?? [])]));
    return told.reduce<LearnerFacts>((all, facts) => ({ ...all, ...facts, ofKinds }), noFacts(asked.userId));
  }
}
