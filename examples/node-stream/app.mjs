// Streams one line a second: each reaches the caller as it is written.
import { setTimeout as sleep } from 'node:timers/promises';

export const handler = awslambda.streamifyResponse(async (event, stream, context) => {
  const metadata = { statusCode: 200, headers: { 'Content-Type': 'text/plain; charset=utf-8' } };
  const body = event.requestContext ? awslambda.HttpResponseStream.from(stream, metadata) : stream;
  const lines = Number(event.queryStringParameters?.lines ?? event.lines ?? 5);
  for (let i = 1; i <= lines; i++) {
    body.write(`line ${i} of ${lines}, ${context.getRemainingTimeInMillis()} ms left\n`);
    if (i < lines) await sleep(1000);
  }
  body.end();
});
