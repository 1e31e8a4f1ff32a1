import type { FlowKey } from './flows';

/** Of a hundred operations in the mix of `--soak`: mostly reading, as in a school. */
const SHARES: readonly [FlowKey, number][] = [
  ['a', 30],
  ['b', 12],
  ['c', 10],
  ['d', 1],
  ['e', 4],
  ['f', 22],
  ['g', 20],
  ['F', 1],
];

/** The flows of a hundred operations, each spread evenly over them: the one that lags furthest behind comes next. */
export const MIX: readonly FlowKey[] = mixed();

function mixed(): FlowKey[] {
  const given = new Map<FlowKey, number>();
  return Array.from({ length: 100 }, (_, place) => {
    const lag = ([key, share]: readonly [FlowKey, number]): number =>
      ((place + 1) * share) / 100 - (given.get(key) ?? 0);
    const [next] = SHARES.reduce((furthest, flow) => (lag(flow) > lag(furthest) ? flow : furthest));
    given.set(next, (given.get(next) ?? 0) + 1);
    return next;
  });
}
