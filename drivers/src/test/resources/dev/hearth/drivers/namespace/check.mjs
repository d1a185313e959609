// Uses what functions use; prints one line per thing that does not work, then "done".
import {execFileSync} from 'node:child_process';
import {createHash, randomUUID} from 'node:crypto';
import {readFileSync, writeFileSync} from 'node:fs';
import {createServer, get} from 'node:http';
import {lookup} from 'node:dns/promises';
import {Worker} from 'node:worker_threads';

async function check(name, action) {
    try {
        if (await action() === false) console.log('wrong', name);
    } catch (error) {
        console.log('fails', name, error);
    }
}

await check('worker threads', () => new Promise((resolve, reject) => {
    const worker = new Worker('require("worker_threads").parentPort.postMessage(42)', {eval: true});
    worker.on('message', (answer) => resolve(answer === 42));
    worker.on('error', reject);
}));
await check('compiled code', () => {
    let sum = 0;
    for (let i = 0; i < 5e6; i++) sum = (sum + i * i) % 1000003;
    return sum >= 0;
});
await check('processes', () => execFileSync('/bin/sh', ['-c', 'echo hi']).toString() === 'hi\n');
await check('files', () => {
    writeFileSync('/tmp/file', 'x');
    return readFileSync('/tmp/file', 'utf8') === 'x';
});
await check('local HTTP', () => new Promise((resolve, reject) => {
    const server = createServer((request, response) => response.end('hello')).listen(0, '127.0.0.1', () => {
        get({port: server.address().port, host: 'localhost'}, (response) => {
            response.on('data', (data) => resolve(data.toString() === 'hello'));
            response.on('end', () => server.close());
        }).on('error', reject);
    });
}));
await check('localhost', async () => (await lookup('localhost', {family: 4})).address === '127.0.0.1');
await check('crypto', () => randomUUID().length === 36 && createHash('sha256').update('').digest('hex').startsWith('e3b0'));
console.log('version', process.versions.node.split('.')[0]);
console.log('done');
