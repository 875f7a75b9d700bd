/** The value below which a share of the values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Does one piece of work, with an `id` that is never the same twice; resolves with the milliseconds that count. */
export type Work = (id: string) => Promise<number>;

/** The milliseconds that `work` takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** Lets the other process finish what it does after its answer, so that it does not count against the next run. */
export const rest = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 8));

export type Timed = {
  perSecond: number;
  /** Milliseconds of each single run. */
  latencies: number[];
};

export type Plan = {
  /** Runs of each side before the clock starts. */
  warmUp: number;
  rounds: number;
  /** Runs of one side before it is the other's turn. */
  turn: number;
  /** Runs under way at the same time. */
  callers: number;
};

/** Times both sides in short turns, so that whatever else the machine does slows both alike. */
export async function takeTurns(
  plan: Plan,
  sides: { ours: Work; floor: Work },
): Promise<{ ours: Timed; floor: Timed }> {
  const warm = { ...plan, turn: plan.warmUp };
  await runTurn(sides.floor, warm);
  await runTurn(sides.ours, warm);
  const floor: Turn[] = [];
  const ours: Turn[] = [];
  for (let round = 0; round < plan.rounds; round += 1) {
    floor.push(await runTurn(sides.floor, plan));
    ours.push(await runTurn(sides.ours, plan));
  }
  return { ours: sum(ours), floor: sum(floor) };
}

type Turn = { seconds: number; latencies: number[] };

let runs = 0;

async function runTurn(work: Work, plan: Pick<Plan, "turn" | "callers">): Promise<Turn> {
  const latencies: number[] = [];
  let left = plan.turn;
  const call = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      runs += 1;
      latencies.push(await work(`run-${runs}`));
    }
  };
  const ms = await timed(() => Promise.all(Array.from({ length: plan.callers }, call)));
  return { seconds: ms / 1000, latencies };
}

function sum(turns: Turn[]): Timed {
  const latencies = turns.flatMap((turn) => turn.latencies);
  const seconds = turns.reduce((total, turn) => total + turn.seconds, 0);
  return { perSecond: latencies.length / seconds, latencies };
}
