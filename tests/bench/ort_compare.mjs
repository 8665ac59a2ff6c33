// SPDX-License-Identifier: GPL-3.0-or-later
// Runs a model in ONNX Runtime, as the check of what the program writes.
//
//     npm i --ignore-scripts onnxruntime-node        (anywhere; then NODE_PATH or --ort FOLDER)
//     node ort_compare.mjs model.onnx input.npy|input.pb ... [--out FOLDER] [--expect FILE ...]
//                          [--runs N] [--threads N] [--exact 1] [--whole 1] [--ort FOLDER]
//
// --exact keeps products of 8-bit numbers from saturating on processors without VNNI. --whole keeps
// activations in float32 where only weights have 8 bits: left to itself, ONNX Runtime (1.30) turns
// DequantizeLinear and MatMul into MatMulNBits, which rounds what enters it to 8 bits, too.
//
// Prints one JSON document: for every output its name, shape, first values and argmax per row, with
// --expect (.npy or .pb, in the order of outputs) the largest difference and how many argmax agree,
// and with --runs the median time of a run. --out writes the outputs as NAME.npy.
import { createRequire } from 'node:module';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const OPTIONS = { out: 1, runs: 1, threads: 1, exact: 1, whole: 1, ort: 1, expect: Infinity };

function parseArguments(args) {
  const result = { files: [], expect: [], runs: 0, threads: 0, exact: 0, whole: 0 };
  for (let i = 0; i < args.length; ++i) {
    const key = args[i].startsWith('--') ? args[i].slice(2) : null;
    if (key === null) {
      result.files.push(args[i]);
    } else if (key === 'expect') {
      while (i + 1 < args.length && !args[i + 1].startsWith('--')) {
        result.expect.push(args[++i]);
      }
    } else if (key in OPTIONS && i + 1 < args.length) {
      result[key] = typeof result[key] === 'number' ? Number(args[++i]) : args[++i];
    } else {
      throw new Error(`unknown option ${args[i]}`);
    }
  }
  if (result.files.length < 1) {
    throw new Error('usage: node ort_compare.mjs model.onnx input.npy|input.pb ... [options]');
  }
  return result;
}

const TYPES = {
  float32: { array: Float32Array, npy: '<f4', onnx: 1, field: 4 },
  uint8: { array: Uint8Array, npy: '|u1', onnx: 2 },
  int8: { array: Int8Array, npy: '|i1', onnx: 3 },
  int32: { array: Int32Array, npy: '<i4', onnx: 6 },
  int64: { array: BigInt64Array, npy: '<i8', onnx: 7 },
  bool: { array: Uint8Array, npy: '|b1', onnx: 9 },
  float64: { array: Float64Array, npy: '<f8', onnx: 11 },
};

function viewOf(type, bytes) {
  return new TYPES[type].array(Uint8Array.from(bytes).buffer);
}

function readNpy(bytes) {
  const version = bytes[6];
  const start = version === 1 ? 10 : 12;
  const length = version === 1 ? bytes.readUInt16LE(8) : bytes.readUInt32LE(8);
  const header = bytes.toString('latin1', start, start + length);
  const descr = /'descr': *'([^']*)'/.exec(header)[1];
  const dims = /'shape': *\(([^)]*)\)/.exec(header)[1].split(',').map((d) => d.trim());
  const type = Object.keys(TYPES).find((t) => TYPES[t].npy === descr);
  if (!type || /'fortran_order': *True/.test(header)) {
    throw new Error(`unsupported .npy: ${header.trim()}`);
  }
  return {
    type,
    dims: dims.filter((d) => d !== '').map(Number),
    data: viewOf(type, bytes.subarray(start + length)),
  };
}

// The few fields of TensorProto that matter: dims 1, data_type 2, float_data 4, int64_data 7, raw 9.
function readPb(bytes) {
  let at = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++];
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) {
        return BigInt.asIntN(64, value);
      }
    }
  };
  const dims = [];
  const integers = [];
  let type = 'float32';
  let raw = null;
  while (at < bytes.length) {
    const key = Number(varint());
    const field = key >> 3;
    const wire = key & 7;
    if (wire === 2) {
      const end = Number(varint()) + at;
      if (field === 1 || field === 7) {
        while (at < end) {
          (field === 1 ? dims : integers).push(varint());
        }
      } else if (field === 9 || field === 4) {
        raw = bytes.subarray(at, end);
      }
      at = end;
    } else if (wire === 0) {
      const value = varint();
      if (field === 1) {
        dims.push(value);
      } else if (field === 2) {
        type = Object.keys(TYPES).find((t) => TYPES[t].onnx === Number(value));
      }
    } else {
      at += wire === 5 ? 4 : 8;
    }
  }
  const data = raw ? viewOf(type, raw) : BigInt64Array.from(integers);
  return { type, dims: dims.map(Number), data };
}

function readTensor(file) {
  const bytes = readFileSync(file);
  return file.endsWith('.npy') ? readNpy(bytes) : readPb(bytes);
}

function writeNpy(file, tensor) {
  let header = `{'descr': '${TYPES[tensor.type].npy}', 'fortran_order': False, 'shape': (${tensor.dims
    .map((d) => `${d},`)
    .join('')}), }`;
  header = header.padEnd(Math.ceil((header.length + 11) / 64) * 64 - 11) + '\n';
  const head = Buffer.alloc(10);
  head.write('\x93NUMPY\x01\x00', 'latin1');
  head.writeUInt16LE(header.length, 8);
  const data = Buffer.from(tensor.data.buffer, tensor.data.byteOffset, tensor.data.byteLength);
  writeFileSync(file, Buffer.concat([head, Buffer.from(header, 'latin1'), data]));
}

function argmaxRows(tensor) {
  const rows = tensor.dims.length > 1 ? tensor.dims[0] : 1;
  const width = tensor.data.length / rows;
  return Array.from({ length: rows }, (_, r) => {
    const row = tensor.data.subarray(r * width, (r + 1) * width);
    return row.reduce((best, value, i) => (value > row[best] ? i : best), 0);
  });
}

function compare(found, expected) {
  if (found.dims.join() !== expected.dims.join()) {
    throw new Error(`found shape [${found.dims}], expected [${expected.dims}]`);
  }
  let largest = 0;
  for (let i = 0; i < found.data.length; ++i) {
    const gap = Math.abs(Number(found.data[i]) - Number(expected.data[i]));
    largest = gap > largest || Number.isNaN(gap) ? gap : largest;
  }
  const a = argmaxRows(found);
  const b = argmaxRows(expected);
  return {
    max_abs_difference: largest,
    top1_agreement: a.filter((v, i) => v === b[i]).length / a.length,
  };
}

async function main() {
  const options = parseArguments(process.argv.slice(2));
  const base = options.ort ? path.resolve(options.ort, 'x.js') : import.meta.url;
  const ort = createRequire(base)('onnxruntime-node');
  const [model, ...inputs] = options.files;
  const session = await ort.InferenceSession.create(model, {
    executionProviders: ['cpu'],
    ...(options.threads > 0 ? { intraOpNumThreads: options.threads, interOpNumThreads: 1 } : {}),
    extra: {
      session: {
        ...(options.exact > 0 ? { x64quantprecision: '1' } : {}),
        ...(options.whole > 0 ? { qdq_matmulnbits_accuracy_level: '1' } : {}),
      },
    },
  });
  const feeds = {};
  inputs.forEach((file, i) => {
    const tensor = readTensor(file);
    feeds[session.inputNames[i]] = new ort.Tensor(tensor.type, tensor.data, tensor.dims);
  });
  const results = await session.run(feeds);
  const report = { model, outputs: [] };
  session.outputNames.forEach((name, i) => {
    const tensor = { type: results[name].type, dims: [...results[name].dims], data: results[name].data };
    const entry = {
      name,
      shape: tensor.dims,
      first: Array.from(tensor.data.slice(0, 5), Number),
      argmax: argmaxRows(tensor),
    };
    if (i < options.expect.length) {
      Object.assign(entry, compare(tensor, readTensor(options.expect[i])));
    }
    if (options.out) {
      mkdirSync(options.out, { recursive: true });
      writeNpy(path.join(options.out, `${name.replaceAll('/', '_')}.npy`), tensor);
    }
    report.outputs.push(entry);
  });
  if (options.runs > 0) {
    const times = [];
    for (let run = 0; run < options.runs + 3; ++run) {
      const start = process.hrtime.bigint();
      await session.run(feeds);
      times.push(Number(process.hrtime.bigint() - start) / 1e6);
    }
    times.splice(0, 3); // warm-up
    times.sort((a, b) => a - b);
    report.min_ms = times[0];
    report.median_ms = times[Math.floor(times.length / 2)];
  }
  console.log(JSON.stringify(report, null, 2));
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
