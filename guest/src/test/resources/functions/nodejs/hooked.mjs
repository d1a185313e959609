// Hooks around a snapshot, as docs/microvm.md shows them.
import { randomUUID } from 'node:crypto';

const ran = [];
randomUUID(); // draws random bytes ahead
awslambda.registerBeforeSnapshot(() => ran.push('before 1'));
awslambda.registerBeforeSnapshot(async () => ran.push('before 2'));
awslambda.registerAfterRestore(async () => {
  ran.push('after 1');
  if (process.env.HOOK === 'fails') throw new RangeError('no connection');
});
awslambda.registerAfterRestore(() => ran.push('after 2'));

export const handler = async (event, context) => ({
  ran,
  numbers: [Math.random(), Math.random()],
  id: randomUUID(),
  log: [context.logStreamName, process.env.AWS_LAMBDA_LOG_STREAM_NAME],
  key: process.env.AWS_ACCESS_KEY_ID,
  hearth: Object.keys(process.env).filter((name) => name.includes('HEARTH')),
});
