import assert from "node:assert/strict";
import { test } from "node:test";

interface Processor {
  port: { onmessage?: (event: { data: object }) => void };
  process(inputs: Float32Array[][]): boolean;
}

const posted: number[] = [];
let registered: { name: string; type: new () => Processor } | undefined;
Object.assign(globalThis, {
  AudioWorkletProcessor: class {
    port = { postMessage: ({ volume }: { volume: number }) => posted.push(volume) };
  },
  registerProcessor: (name: string, type: new () => Processor) => (registered = { name, type }),
});

test("the volume follows the sound, falls slowly, and ends when the microphone was checked", async () => {
  await import("./mic-check.js");
  assert.equal(registered!.name, "mic-check-processor");
  const processor = new registered!.type();
  const loud = [[Float32Array.from([0.1, -0.1, 0.1, -0.1]), Float32Array.from([1, 1, 1, 1])]];
  assert.equal(processor.process(loud), true);
  assert.equal(processor.process([[new Float32Array(4)]]), true);
  assert.equal(processor.process([[]]), true);
  assert.equal(processor.process([]), true);
  for (const [index, expected] of [0.5, 0.495, 0.49005, 0.4851495].entries()) {
    assert.ok(Math.abs(posted[index]! - expected) < 1e-6, `${posted[index]} instead of ${expected}`);
  }
  processor.port.onmessage!({ data: { micChecked: true } });
  assert.equal(processor.process(loud), false);
  assert.equal(posted.length, 4);
});
