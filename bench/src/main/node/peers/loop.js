// lambda-local's library at its best: one invocation after the other in the same process, the function loaded once, nothing logged,
// no HTTP. Usage: node loop.js SECONDS EVENT. Prints how many it made each second.
const { execute, getLogger } = require('lambda-local');
const lambdaFunc = require('./app.js');

const [seconds, event] = [Number(process.argv[2]), JSON.parse(process.argv[3])];
getLogger().silent = true;

async function invokeUntil(end) {
  let count = 0;
  for (; performance.now() < end; count++) {
    await execute({ event, lambdaFunc, lambdaHandler: 'handler', timeoutMs: 30_000, verboseLevel: 0 });
  }
  return count;
}

(async () => {
  await invokeUntil(performance.now() + (seconds * 1000) / 2); // warms up
  const start = performance.now();
  const count = await invokeUntil(start + seconds * 1000);
  console.log(`{"rps":${((count * 1000) / (performance.now() - start)).toFixed(1)}}`);
  process.exit(0);
})();
