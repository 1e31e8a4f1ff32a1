import { randomInt } from 'node:crypto';
import { type DynamicModule, Global, Injectable, Module } from '@nestjs/common';

/** Seeds are stored as INT. */
const SEEDS = 2 ** 31;

/**
 * Where what is drawn at random begins, injected wherever something is drawn, so that tests can say what is. Whoever draws stores
 * the seed with what it gave: from the same seed the same is drawn again (`shuffled`).
 */
export abstract class Chance {
  /** A whole number from 0 to 2³¹ − 1, each equally likely, and none to be foreseen from those before. */
  abstract seed(): number;
}

/** Seeds from the random numbers of the machine. */
@Injectable()
export class SystemChance extends Chance {
  seed(): number {
    return randomInt(SEEDS);
  }
}

@Global()
@Module({})
export class ChanceModule {
  static forRoot(chance: Chance): DynamicModule {
    return { module: ChanceModule, providers: [{ provide: Chance, useValue: chance }], exports: [Chance] };
  }
}
