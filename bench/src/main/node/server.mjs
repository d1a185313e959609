// The bare HTTP server in Node.js: answers every request with a small JSON object. Usage: node server.mjs [PORT].
import { createServer } from 'node:http';

const server = createServer((request, response) => {
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => {
    const event = JSON.parse(Buffer.concat(parts).toString() || 'null');
    const body = JSON.stringify({ message: 'Hello from Node.js!', event });
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) });
    response.end(body);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(Number(process.argv[2] || 0), '127.0.0.1', () => console.log(`port=${server.address().port}`));
