import { differencesOf } from '../releases/differences';
import type { Flow } from './flows';
import { type LoadProcess, refuseErrors } from './load-process';
import type { School } from './school';
import type { RunningServer } from './servers';

const OPERATIONS = 24;
const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
/** Each server seals its own. */
const CURSOR = /"next":"[^"]+"/;
const RECEIPT = /"receipt":"bench\.([\w-]+)\.[\w-]+"/g;
/** What builds say otherwise on purpose: who sees whose email address is a policy, and policies change. */
const POLICY = /(^|\.)email$/;
const INSTANT = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g;

/**
 * Sends both servers the same operations and throws unless they answer the same and leave the same rows. Where they write,
 * ids that they make count as the same when they first appear in the same place, and instants as any. Of another build,
 * only what it says has to be the same: this one may say more.
 */
export async function compareAnswers(
  flow: Flow,
  school: School,
  load: LoadProcess,
  servers: readonly RunningServer[],
): Promise<void> {
  const outcomes: { server: string; answers: string[]; traces: string[] }[] = [];
  for (const { name, port } of servers) {
    await school.rewind([flow]);
    const report = await load.run({
      ...{ port, flow: flow.key, concurrency: 1, milliseconds: 0 },
      ...{ operations: OPERATIONS, keepAnswers: true },
    });
    refuseErrors(report, flow.key, name);
    const plain = report.answers.map(inOrder).map((answer) => answer.replace(CURSOR, '"next":"…"'));
    const answers = flow.rewind ? masked(plain) : plain;
    outcomes.push({ server: name, answers, traces: (await school.traces(flow)).split('\n') });
  }
  const [one, other] = outcomes;
  if (!one || !other) return;
  const [ones, others] =
    other.server === 'other build' ? unlikeBuild(one.answers, other.answers) : [one.answers, other.answers];
  const pair = `Flow ${flow.key}, ${one.server} and ${other.server}`;
  refuseDifference(`${pair}: answers`, ones, others);
  refuseDifference(`${pair}: rows`, one.traces, other.traces);
}

/** The same JSON with its fields by name: their order means nothing, and costs nothing either. */
function inOrder(answer: string): string {
  if (answer === '') return answer;
  return JSON.stringify(JSON.parse(answer), (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
      : value,
  );
}

/** The answers reduced to where this build does not say what the other one does. */
function unlikeBuild(ones: string[], others: string[]): [string[], string[]] {
  const differences = others.map((other, index) =>
    differencesOf(parsed(other), parsed(ones[index] ?? '')).filter(({ place }) => !POLICY.test(place)),
  );
  const told = (side: 'before' | 'now'): string[] =>
    differences.map((each) => JSON.stringify(each.map((difference) => [difference.place, difference[side]])));
  return [told('now'), told('before')];
}

function parsed(answer: string): unknown {
  return answer === '' ? undefined : JSON.parse(answer);
}

function masked(answers: string[]): string[] {
  const seen = new Map<string, string>();
  const nameOf = (id: string): string => {
    if (!seen.has(id)) seen.set(id, `id ${seen.size}`);
    return seen.get(id) as string;
  };
  return answers.map((answer) =>
    answer.replace(RECEIPT, receiptText).replace(ID, nameOf).replace(INSTANT, 'instant'),
  );
}

/** What a receipt for answers states, without its instant and its signature. */
function receiptText(_receipt: string, payload: string): string {
  const stated = JSON.parse(Buffer.from(payload, 'base64url').toString()) as unknown[];
  return `"receipt":${JSON.stringify(stated.with(2, 'instant'))}`;
}

function refuseDifference(what: string, ones: string[], others: string[]): void {
  for (let index = 0; index < Math.max(ones.length, others.length); index += 1) {
    const [one = '', other = ''] = [ones[index], others[index]];
    if (one === other) continue;
    const at = Array.from(one).findIndex((character, place) => character !== other[place]);
    const from = Math.max(0, (at < 0 ? one.length : at) - 80);
    throw new Error(
      `${what} differ (${index}):\n  …${one.slice(from, from + 240)}\n  …${other.slice(from, from + 240)}`,
    );
  }
}
