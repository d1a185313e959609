'use strict';
/**
 * What happens around a snapshot: the function's hooks, and random numbers of its own for each environment that wakes.
 *
 * Lambda has no hooks for Node.js; these are Hearth's: `awslambda.registerBeforeSnapshot(hook)` (run in reverse order) and
 * `awslambda.registerAfterRestore(hook)` (run in order). A hook may return a promise.
 */
const path = require('node:path');

const UUIDS_AT_ONCE = 128; // how many identifiers Node.js draws random bytes for at a time

const before = [];
const after = [];
let random = Math.random;

/** Has to be there before the function is loaded. */
function install() {
  globalThis.awslambda = {
    ...globalThis.awslambda,
    registerBeforeSnapshot: (hook) => void before.push(hook),
    registerAfterRestore: (hook) => void after.push(hook),
  };
  Math.random = () => random(); // V8 seeds its own generator once and never again
}

async function runBefore() {
  while (before.length > 0) await before.pop()();
}

async function runAfter() {
  renewRandomNumbers();
  for (const hook of after) await hook();
}

/** OpenSSL's generator and what is made of it keep a state; the kernel, from which they are seeded, has a new one. */
function renewRandomNumbers() {
  if (process.versions.openssl !== undefined) {
    const reseed = { exports: {} };
    process.dlopen(reseed, path.join(__dirname, `reseed-${process.arch}.node`));
    if (reseed.exports !== true) throw new Error('the random numbers of OpenSSL cannot be renewed');
  }
  const crypto = require('node:crypto');
  for (let i = 0; i < UUIDS_AT_ONCE; i++) crypto.randomUUID(); // what was drawn before the snapshot is used up
  random = generator(crypto.randomBytes(16));
}

/** Numbers in [0, 1) of 53 bits, by the generator sfc32. */
function generator(seed) {
  let [a, b, c, count] = [0, 4, 8, 12].map((at) => seed.readInt32LE(at));
  const next = () => {
    const result = (a + b + count) | 0;
    count = (count + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + result) | 0;
    return result >>> 0;
  };
  for (let i = 0; i < 12; i++) next();
  return () => ((next() >>> 5) * 67108864 + (next() >>> 6)) / 9007199254740992;
}

module.exports = { install, runBefore, runAfter };
