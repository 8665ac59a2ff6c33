// SPDX-License-Identifier: GPL-3.0-or-later
// ONNX Runtime's side of run_inference.sh: the median time of a run on noise, as one line of JSON.
//
//     node inference_bench.mjs MODEL BATCH RUNS THREADS ORT_FOLDER
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const [model, batch, runs, threads, folder] = process.argv.slice(2);
const ort = createRequire(path.resolve(folder, 'x.js'))('onnxruntime-node');
const packaged = path.resolve(folder, 'node_modules/onnxruntime-node/package.json');
const session = await ort.InferenceSession.create(model, {
  executionProviders: ['cpu'],
  intraOpNumThreads: Number(threads),
  interOpNumThreads: 1,
});
const { name, shape } = session.inputMetadata[0];
const dims = shape.map((dim, axis) => (axis === 0 && typeof dim !== 'number' ? Number(batch) : dim));
if (dims[0] !== Number(batch)) {
  throw new Error(`${model} takes batches of ${dims[0]} only`);
}
const noise = Float32Array.from({ length: dims.reduce((a, b) => a * b) }, Math.random);
const feeds = { [name]: new ort.Tensor('float32', noise, dims) };
const WARM_UP = 3;
const times = [];
for (let run = 0; run < Number(runs) + WARM_UP; ++run) {
  const start = process.hrtime.bigint();
  await session.run(feeds);
  times.push(Number(process.hrtime.bigint() - start) / 1e6);
}
times.splice(0, WARM_UP);
times.sort((a, b) => a - b);
console.log(
  JSON.stringify({
    version: JSON.parse(readFileSync(packaged)).version,
    min: times[0],
    p50: times[Math.floor(times.length / 2)],
  }),
);
