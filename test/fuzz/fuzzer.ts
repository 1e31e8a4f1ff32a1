import fc from 'fast-check';
import { type Answer, type Client, curlLine, NoAnswer, type Sent } from './client';
import { type Contract, faultsOfAnyAnswer, type Operation } from './contract';
import { STRAY_REQUESTS } from './hostile';
import { type Plan, Planner } from './plan';
import type { Fault, Report } from './report';
import { faultsOfReread } from './reread';
import { bytesOf, encoded, queryString } from './resolve';
import { type Caller, type IdOf, kindOf, type Scene } from './scenes';
import { type Prepared, type Recipe, UnexpectedAnswer, type World } from './world';

export interface FuzzOptions {
  seed: number;
  requests: number;
  /** Only operations whose key holds this text. */
  only?: string;
  /** Called when a fault is found, and again with the smallest request that has it. */
  onFault?: (fault: Fault, found: 'first' | 'smallest') => void;
  /** Called after every request that counts, but not while the smallest request of a fault is looked for. */
  onRequest?: (report: Report) => void;
}

interface Exchange {
  where: string;
  /** The caller's name, where the request bears their token. */
  whose?: string | undefined;
  sent: Sent;
  answer: Answer | undefined;
  faults: string[];
}

type Case = { plan: Plan } | { stray: [method: string, target: string] };

const MOST_SHRINKS = 120;
/** Each of them may last until the client gives up. */
const MOST_SHRINKS_OF_SILENCE = 20;
/** Operations that have not succeeded by the end get so many more tries. */
const LAST_TRIES = 25;
const MISSING_ID = '01990000-0000-7000-8000-00000000dead';

/** Sends generated requests, one after the other, and holds every answer against the contract. */
export class Fuzzer {
  readonly report: Report = {
    requests: 0,
    successes: 0,
    successesOf: new Map(),
    statuses: new Map(),
    faults: [],
    spoiled: new Map(),
  };
  private readonly planner: Planner;
  readonly operations: Operation[];
  private readonly known = new Set<string>();
  /** Of each operation, how often each kind of caller succeeded. */
  private readonly luck = new Map<string, Map<string, { tried: number; succeeded: number }>>();
  /** The fault that is being shrunk. Meanwhile nothing is learned, so that smaller plans are sent to the same school. */
  private target: string | undefined;
  private found: Exchange | undefined;
  private shrinks = 0;
  private phases = 0;

  constructor(
    private readonly contract: Contract,
    private readonly client: Client,
    private readonly world: World,
    private readonly options: FuzzOptions,
  ) {
    this.planner = new Planner(contract);
    this.operations = contract.operations.filter(({ key }) => key.includes(options.only ?? ''));
    if (this.operations.length === 0) throw new Error(`No operation holds "${options.only}".`);
  }

  async run(): Promise<Report> {
    const plansOf = (operation: Operation): fc.Arbitrary<Case> =>
      this.planner.plansOf(operation).map((plan) => ({ plan }));
    for (const operation of this.operations) await this.phase(this.goodPlansOf(operation), 1);
    const stray = fc.constantFrom(...STRAY_REQUESTS).map((request): Case => ({ stray: request }));
    const all = this.operations.map((operation) => ({ arbitrary: plansOf(operation), weight: 2 }));
    const rest = this.options.requests - this.report.requests;
    await this.phase(fc.oneof(...all, { arbitrary: stray, weight: 3 }), rest);
    for (const operation of this.operations)
      for (let tries = 0; tries < LAST_TRIES && !this.report.successesOf.has(operation.key); tries += 1)
        await this.phase(this.goodPlansOf(operation), 1);
    return this.report;
  }

  private goodPlansOf(operation: Operation): fc.Arbitrary<Case> {
    return this.planner.goodPlansOf(operation).map((plan) => ({ plan }));
  }

  /** Continues after each fault, which is then known and not reported again. */
  private async phase(cases: fc.Arbitrary<Case>, count: number): Promise<void> {
    const end = this.report.requests + count;
    while (this.report.requests < end) {
      this.target = undefined;
      this.shrinks = 0;
      this.phases += 1;
      const property = fc.asyncProperty(cases, (one) => this.holds(one));
      const seed = (this.options.seed + 7919 * this.phases) | 0;
      const { failed, errorInstance } = await fc.check(property, {
        seed,
        numRuns: end - this.report.requests,
      });
      if (failed && this.found !== undefined && this.target !== undefined) this.keep(this.found, this.target);
      else if (failed) throw new Error('The fuzzer itself has failed.', { cause: errorInstance });
    }
    this.target = undefined;
  }

  private async holds(one: Case): Promise<boolean> {
    const isShrinking = this.target !== undefined;
    const most = this.found?.answer === undefined ? MOST_SHRINKS_OF_SILENCE : MOST_SHRINKS;
    if (isShrinking && ++this.shrinks > most) return true;
    if (!isShrinking) await this.world.refresh(this.report.requests);
    const exchange = 'plan' in one ? await this.perform(one.plan) : await this.stray(one.stray);
    if (!isShrinking) this.count(exchange);
    const news = exchange.faults.filter((fault) => !this.known.has(`${exchange.where} ${fault}`));
    const fault = isShrinking ? news.find((found) => found === this.target) : news[0];
    if (fault === undefined) return true;
    if (!isShrinking) this.options.onFault?.(this.faultOf(exchange, fault), 'first');
    this.target = fault;
    this.found = exchange;
    return false;
  }

  private keep(exchange: Exchange, what: string): void {
    this.known.add(`${exchange.where} ${what}`);
    const fault = this.faultOf(exchange, what);
    this.report.faults.push(fault);
    this.options.onFault?.(fault, 'smallest');
  }

  private faultOf({ where, whose, sent, answer }: Exchange, what: string): Fault {
    return {
      where,
      what,
      curl: curlLine(this.client.origin, sent, whose),
      answer: answer === undefined ? 'none' : `${answer.status} ${answer.text.slice(0, 1500)}`,
      requestId: answer?.headers['x-request-id'] as string | undefined,
    };
  }

  private count({ where, answer }: Exchange): void {
    const { report } = this;
    report.requests += 1;
    const status = answer?.status ?? 0;
    report.statuses.set(status, (report.statuses.get(status) ?? 0) + 1);
    if (status >= 200 && status <= 299) {
      report.successes += 1;
      report.successesOf.set(where, (report.successesOf.get(where) ?? 0) + 1);
    }
    this.options.onRequest?.(report);
  }

  private async stray([method, target]: [string, string]): Promise<Exchange> {
    const sent: Sent = { method, target, headers: {} };
    const { answer, fault } = await this.send(sent);
    const faults = answer === undefined ? [] : faultsOfAnyAnswer(answer, method);
    return { where: 'stray', sent, answer, faults: fault === undefined ? faults : [fault] };
  }

  private async perform(plan: Plan): Promise<Exchange> {
    const { operation } = plan;
    const { scenes, elsewhere } = this.world;
    const scene = scenes[plan.scene % scenes.length]!;
    const prepared = await this.prepare(plan, scene);
    const { standing, caller } = this.callerOf(plan, scene, prepared);
    const sent = this.compose(plan, scene, prepared, caller);
    const { answer, fault } = await this.send(sent);
    const where = operation.key;
    const isCallers = sent.headers['authorization'] === `Bearer ${caller?.token}`;
    const whose = isCallers ? caller?.name : undefined;
    if (answer === undefined) return { where, whose, sent, answer, faults: [fault!] };
    // An empty id makes another address, at which there is no operation.
    const faults = sent.target.split('?')[0]!.split('/').slice(1).includes('')
      ? faultsOfAnyAnswer(answer, operation.method)
      : this.contract.faultsOf(operation, answer);
    const isSuccess = answer.status >= 200 && answer.status < 300;
    if (answer.status === 401 && caller !== undefined && isCallers) await this.world.revive(caller);
    if (this.target === undefined && plan.manner === 'good') this.learn(operation, standing, isSuccess);
    if (isSuccess) {
      if (this.target === undefined) {
        const kind = kindOf(operation.path.split('/').findLast((part) => /^[a-z-]+$/.test(part)) ?? '');
        const isOwn = plan.ids.length > 0 && plan.ids.every(({ whose }) => whose === 'own');
        const home = isOwn && prepared.ids === undefined ? scene : elsewhere;
        home.harvest(answer.body, kind, (id) => this.world.isForbidden(id));
      }
      faults.push(...(await this.rereadFaults(operation, sent, answer)));
    }
    return { where, whose, sent, answer, faults };
  }

  /** Where a recipe fails, the plan is used without it. */
  private async prepare({ operation, manner, scene: pick }: Plan, scene: Scene): Promise<Prepared> {
    const recipe = this.world.recipes[operation.key];
    if (recipe === undefined || (manner === 'wild' && pick % 3 > 0)) return {};
    try {
      return await this.cook(recipe, scene, pick);
    } catch (error) {
      this.report.spoiled.set(operation.key, (error as Error).message);
      return {};
    }
  }

  /** Requests before may have ended the sessions of those whom a recipe has act. */
  private async cook(recipe: Recipe, scene: Scene, pick: number): Promise<Prepared> {
    try {
      return await recipe(scene, pick);
    } catch (error) {
      if (!(error instanceof UnexpectedAnswer && error.status === 401)) throw error;
      for (const caller of Object.values(scene.callers).flat()) await this.world.revive(caller);
      return recipe(scene, pick);
    }
  }

  private callerOf(
    { operation, caller: { who, pick } }: Plan,
    scene: Scene,
    prepared: Prepared,
  ): { standing: string; caller: Caller | undefined } {
    if (who === 'nobody') return { standing: 'nobody', caller: undefined };
    if (who === 'dead') return { standing: 'dead', caller: { name: 'dead', token: this.world.deadToken } };
    if (prepared.caller !== undefined) return { standing: 'prepared', caller: prepared.caller };
    const standings = Object.keys(scene.callers);
    const apt = who === 'apt' && pick % 8 > 0 ? this.luckiest(operation, standings) : standings;
    const standing = apt[pick % apt.length]!;
    const people = scene.callers[standing]!;
    return { standing, caller: people[Math.floor(pick / 7) % people.length] };
  }

  /** The kinds of callers with whom the operation has succeeded most often; all until it has. */
  private luckiest({ key }: Operation, standings: string[]): string[] {
    const rate = (standing: string): number => {
      const { tried = 0, succeeded = 0 } = this.luck.get(key)?.get(standing) ?? {};
      return (succeeded + 0.2) / (tried + 1);
    };
    const best = Math.max(...standings.map(rate));
    return standings.filter((standing) => rate(standing) >= best * 0.7);
  }

  private learn({ key }: Operation, standing: string, isSuccess: boolean): void {
    const known = this.luck.get(key) ?? new Map<string, { tried: number; succeeded: number }>();
    const { tried, succeeded } = known.get(standing) ?? { tried: 0, succeeded: 0 };
    known.set(standing, { tried: tried + 1, succeeded: succeeded + (isSuccess ? 1 : 0) });
    this.luck.set(key, known);
  }

  private compose(plan: Plan, scene: Scene, prepared: Prepared, caller: Caller | undefined): Sent {
    const { operation } = plan;
    const { elsewhere } = this.world;
    const idOf = ({ kind, pick }: IdOf): string =>
      (pick % 6 === 0 ? elsewhere.id(kind, pick) : undefined) ?? scene.id(kind, pick) ?? MISSING_ID;
    const names = operation.parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
    const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => {
      const planned = plan.ids[names.indexOf(name)]!;
      if (planned.whose === 'nobody') return encoded(planned.text);
      const kind = this.kindIn(operation, name);
      if (planned.whose === 'foreign') return elsewhere.id(kind, planned.pick) ?? MISSING_ID;
      return (
        prepared.ids?.[name] ?? scene.id(kind, planned.pick) ?? scene.id(name, planned.pick) ?? MISSING_ID
      );
    });
    const query = plan.manner === 'good' && prepared.query !== undefined ? prepared.query : plan.query;
    const { body } = plan;
    const base =
      body !== undefined && 'base' in body && prepared.body !== undefined
        ? { ...body, base: prepared.body }
        : body;
    const isUpload = prepared.upload !== undefined && (plan.manner === 'good' || plan.scene % 2 === 0);
    const payload = isUpload ? prepared.upload : bytesOf(base, plan.contentType, idOf);
    return {
      method: operation.method,
      target: path + queryString(query, idOf),
      headers: {
        ...(caller === undefined ? {} : { authorization: `Bearer ${caller.token}` }),
        ...(payload === undefined ? {} : { 'content-type': payload.type }),
        ...prepared.headers,
        ...plan.headers,
      },
      ...(payload === undefined ? {} : { body: payload.bytes }),
    };
  }

  /** Quizzes and pages are both activities: an operation about quizzes gets ids of quizzes. */
  private kindIn({ path }: Operation, name: string): string {
    if (name !== 'activityId') return name;
    if (path.startsWith('/v1/quizzes')) return 'quizId';
    return path.endsWith('/completion') ? 'pageId' : name;
  }

  private async rereadFaults(operation: Operation, sent: Sent, answer: Answer): Promise<string[]> {
    try {
      return await faultsOfReread(this.contract, this.client, { operation, sent, answer });
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      return [`the GET that follows: ${error.message}`];
    }
  }

  private async send(sent: Sent): Promise<{ answer?: Answer; fault?: string }> {
    try {
      return { answer: await this.client.send(sent) };
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      return { fault: error.message };
    }
  }
}
