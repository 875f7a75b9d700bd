import { expect, test } from "vitest";
import { errorFrame, errorText, frame, FrameReader, ProtocolError, readString } from "./wire.ts";

test("frames come out whole and in order however the bytes are cut", () => {
  const sent = [frame("Q", "select 1"), frame("S"), frame("Q", "x".repeat(1_000))];
  const bytes = Buffer.concat(sent);

  for (const size of [1, 2, 7, 500, bytes.length]) {
    const reader = new FrameReader();
    const received: Buffer[] = [];
    for (let offset = 0; offset < bytes.length; offset += size) {
      reader.push(bytes.subarray(offset, offset + size));
      for (let one = reader.take(); one; one = reader.take()) received.push(one);
    }
    expect(received).toEqual(sent);
  }
});

test("a large message in small chunks is put together in linear time", () => {
  const large = frame("Q", "x".repeat(50_000_000));
  const reader = new FrameReader();
  let received: Buffer | null = null;

  const started = performance.now();
  for (let offset = 0; offset < large.length; offset += 16_384) {
    reader.push(large.subarray(offset, offset + 16_384));
    received = reader.take() ?? received;
  }

  expect(received?.length).toBe(large.length);
  expect(performance.now() - started).toBeLessThan(5_000); // joining at every chunk would take minutes
});

test("a length that no message can have is an error, not a wait", () => {
  const reader = new FrameReader();
  reader.push(Buffer.from("GET / HTTP/1.1"));

  expect(() => reader.take()).toThrow(ProtocolError);
});

test("a string without an end is an error", () => {
  expect(() => readString(Buffer.from("abc"), 0)).toThrow(ProtocolError);
});

test("an error frame keeps its message", () => {
  const error = errorFrame({ severity: "FATAL", code: "53300", message: "too many connections" });

  expect(errorText(error)).toBe("too many connections");
});
