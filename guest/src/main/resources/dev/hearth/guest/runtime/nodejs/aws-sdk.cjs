'use strict';
/**
 * Stands in for some clients of the AWS SDK for JavaScript v3, which Lambda's own Node.js runtimes bring: those that
 * deployment tools' helper functions need. Only loaded when a function asks for one and has none of its own.
 *
 * `new XClient({...})`, `client.send(new YCommand(input))` and `client.destroy()` work as there, for services whose protocol is
 * plain JSON. There are no waiters, paginators, aggregated clients or middleware.
 */
const crypto = require('node:crypto');
const http = require('node:http');

/** By package: service in signatures, prefix of X-Amz-Target, version of the JSON protocol. */
const SERVICES = {
  '@aws-sdk/client-cloudwatch-logs': ['logs', 'Logs_20140328', '1.1'],
  '@aws-sdk/client-eventbridge': ['events', 'AWSEvents', '1.1'],
  '@aws-sdk/client-sfn': ['states', 'AWSStepFunctions', '1.0'],
  '@aws-sdk/client-sqs': ['sqs', 'AmazonSQS', '1.0'],
  '@aws-sdk/client-ssm': ['ssm', 'AmazonSSM', '1.1'],
};

const knows = (name) => Object.hasOwn(SERVICES, name);

/** What `require(name)` gives. The classes hang on its prototype, where bundlers' copies of modules find them too. */
function load(name) {
  const [service, target, version] = SERVICES[name];
  const classes = new Map();
  const make = (word) => {
    if (word.endsWith('Client')) return clientClass(service, target, version);
    if (word.endsWith('Command')) return commandClass(word.slice(0, -'Command'.length));
    if (word.endsWith('Exception')) return exceptionClass(word);
    return undefined;
  };
  const members = new Proxy(
    {},
    {
      get(_, word) {
        if (typeof word !== 'string') return undefined;
        if (!classes.has(word)) classes.set(word, make(word));
        return classes.get(word);
      },
    },
  );
  return Object.create(members);
}

const commandClass = (action) =>
  class {
    constructor(input) {
      this.input = input || {};
      this.action = action;
    }
  };

/** `error instanceof XException` holds for errors of that name. */
const exceptionClass = (name) =>
  class extends Error {
    static [Symbol.hasInstance](error) {
      return error instanceof Error && error.name === name;
    }
  };

const clientClass = (service, target, version) =>
  class {
    constructor(config) {
      this.config = config || {};
    }

    send(command, ...rest) {
      const answer = call(service, `${target}.${command.action}`, version, command.input, this.config.region);
      const callback = rest.find((one) => typeof one === 'function');
      if (!callback) return answer;
      answer.then((value) => callback(null, value), callback);
      return undefined;
    }

    destroy() {}
  };

async function call(service, target, version, input, wanted) {
  const env = process.env;
  const endpoint = new URL(env.AWS_ENDPOINT_URL);
  const region = typeof wanted === 'string' ? wanted : env.AWS_REGION;
  const body = Buffer.from(JSON.stringify(input));
  const headers = { host: endpoint.host, 'content-type': `application/x-amz-json-${version}`, 'x-amz-target': target };
  if (env.AWS_SESSION_TOKEN) headers['x-amz-security-token'] = env.AWS_SESSION_TOKEN;
  sign(headers, body, service, region, new Date());
  const { status, text } = await post(endpoint, headers, body);
  const answer = text ? JSON.parse(text) : {};
  if (status < 400) return { ...answer, $metadata: { httpStatusCode: status } };
  const error = new Error(answer.message || answer.Message || '');
  error.name = String(answer.__type || 'UnknownError').replace(/^.*#/, '');
  error.$metadata = { httpStatusCode: status };
  throw error;
}

function post(endpoint, headers, body) {
  const options = { hostname: endpoint.hostname, port: endpoint.port, method: 'POST', path: '/' };
  return new Promise((resolve, reject) => {
    const request = http.request({ ...options, headers: { ...headers, 'content-length': body.length } }, (response) => {
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('end', () => resolve({ status: response.statusCode, text: Buffer.concat(parts).toString() }));
      response.on('error', reject);
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** Signature Version 4, added to `headers`. */
function sign(headers, body, service, region, now) {
  const env = process.env;
  const stamp = now.toISOString().replace(/[-:]|\.\d{3}/g, '');
  const scope = `${stamp.slice(0, 8)}/${region}/${service}/aws4_request`;
  headers['x-amz-date'] = stamp;
  const names = Object.keys(headers).sort();
  const lines = names.map((name) => `${name}:${headers[name]}\n`).join('');
  const canonical = ['POST', '/', '', lines, names.join(';'), hash(body)].join('\n');
  const keys = scope.split('/').reduce((key, part) => hmac(key, part), `AWS4${env.AWS_SECRET_ACCESS_KEY}`);
  const signature = hmac(keys, ['AWS4-HMAC-SHA256', stamp, scope, hash(canonical)].join('\n')).toString('hex');
  headers.authorization =
    `AWS4-HMAC-SHA256 Credential=${env.AWS_ACCESS_KEY_ID}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
}

const hash = (data) => crypto.createHash('sha256').update(data).digest('hex');
const hmac = (key, data) => crypto.createHmac('sha256', key).update(data).digest();

module.exports = { knows, load };
