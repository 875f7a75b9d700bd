/** A clock that moves only when it is told to. */
export type TestClock = { now: () => Date; advance: (milliseconds: number) => void };

export function testClock(start = new Date("2026-11-22T12:00:00Z")): TestClock {
  let time = start.getTime();
  return {
    now: () => new Date(time),
    advance(milliseconds) {
      time += milliseconds;
    },
  };
}
