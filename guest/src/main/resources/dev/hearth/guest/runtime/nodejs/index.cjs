'use strict';
/**
 * The Node.js runtime of a Hearth environment: loads the handler, then serves one invocation after the other.
 *
 * Run as `node /var/runtime/index.cjs` (or index.mjs, Lambda's own name for it, which starts some 4 ms later) with
 * `_HANDLER`, `LAMBDA_TASK_ROOT` and `AWS_LAMBDA_RUNTIME_API` set. Serves Node.js 16 and later with nothing but its own
 * modules; of the AWS SDK for JavaScript only what aws-sdk.cjs has is provided. What a handler sees (context, callbacks,
 * errors, log lines) is what AWS documents for its Node.js runtimes and what the open-source aws-lambda-nodejs-runtime-interface-client does.
 */
const Module = require('node:module');
const { RuntimeApi } = require('./runtime-api.cjs');
const { Fault, describe, logError, patchConsole, setRequestId } = require('./reporting.cjs');
const { load } = require('./handler.cjs');
const { furnish } = require('./surroundings.cjs');

const FIRST_WITHOUT_CALLBACKS = 24; // major version of the Node.js runtime
const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming'); // marks a handler that streams, as Lambda's runtime does
const HIGH_WATER_MARK = Symbol.for('aws.lambda.runtime.handler.streaming.highWaterMark');
const EXIT_BEFORE_SNAPSHOT = 64;
const EXIT_AFTER_RESTORE = 65;
const EXIT_UNHANDLED_REJECTION = 128;
const EXIT_UNCAUGHT_EXCEPTION = 129;

const env = process.env;
const withCallbacks = runtimeMajor() < FIRST_WITHOUT_CALLBACKS;
const api = new RuntimeApi(env.AWS_LAMBDA_RUNTIME_API);
const environmentFields = {
  functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
  functionName: env.AWS_LAMBDA_FUNCTION_NAME,
  memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
  logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
  logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
};

let handler;
let errorPath = 'init/error'; // where an error that nobody caught belongs
let whenIdle = null; // what to do when the event loop has run empty during an invocation
let traceId;
let stream = null; // the response that the invocation under way writes to

/** The runtime that was asked for decides, not the interpreter: a newer one may stand in for it. */
function runtimeMajor() {
  const named = /^AWS_Lambda_nodejs(\d+)/.exec(env.AWS_EXECUTION_ENV || '');
  return Number(named ? named[1] : process.versions.node.split('.')[0]);
}

function waitForInvocation() {
  api.next(invoke);
}

function invoke(headers, body) {
  const id = headers['lambda-runtime-aws-request-id'];
  setRequestId(id);
  errorPath = `invocation/${id}/error`;
  setTraceId(headers['lambda-runtime-trace-id']);
  api.release();
  const streaming = handler[STREAMING] === 'response';
  const outcome = streaming ? streamOutcome(id) : withCallbacks ? callbackOutcome(id) : promiseOutcome(id);
  whenIdle = outcome.loopIsEmpty;
  try {
    const context = Object.assign(outcome.context, environmentFields, contextOf(headers, id));
    const result = streaming ? handler(JSON.parse(body), stream, context) : handler(JSON.parse(body), context, outcome.callback);
    if (result && typeof result.then === 'function') result.then(outcome.succeed, outcome.fail);
    else outcome.returned(result);
  } catch (error) {
    outcome.fail(error);
  }
}

function contextOf(headers, id) {
  const deadline = Number(headers['lambda-runtime-deadline-ms']);
  return {
    clientContext: parsed(headers['lambda-runtime-client-context'], 'ClientContext'),
    identity: parsed(headers['lambda-runtime-cognito-identity'], 'CognitoIdentity'),
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    awsRequestId: id,
    tenantId: headers['lambda-runtime-aws-tenant-id'],
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
}

function parsed(json, name) {
  if (json === undefined) return undefined;
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new Error(`Cannot parse ${name} as json: ${error}`);
  }
}

function setTraceId(id) {
  if (id === traceId) return;
  traceId = id;
  if (id === undefined) delete env._X_AMZN_TRACE_ID;
  else env._X_AMZN_TRACE_ID = id;
}

/** How an invocation of a runtime without callbacks ends: with what the handler returns, or what its promise becomes. */
function promiseOutcome(id) {
  const fail = (error) => postError(id, error);
  const succeed = (result) => postResponse(id, result, 'Runtime.JSONStringifyError');
  return { context: {}, callback: undefined, succeed, fail, returned: succeed, loopIsEmpty: () => fail(neverSettled()) };
}

/**
 * How an invocation of a runtime with callbacks ends: by the first of the callback, the context's old methods and the
 * promise. A plain return value means nothing; when nothing is left to run, the response is null.
 */
function callbackOutcome(id) {
  let ended = false;
  const once = (action) => (...values) => {
    if (ended) return;
    ended = true;
    whenIdle = null;
    action(...values);
  };
  const respond = (result) => postResponse(id, result, 'Error');
  const settle = (error, result) => (isGiven(error) ? postError(id, error) : respond(result));
  const context = {
    callbackWaitsForEmptyEventLoop: true,
    succeed: once(respond),
    fail: once((error) => postError(id, isGiven(error) ? error : 'handled')),
    done: once(settle),
  };
  const { succeed, fail } = context;
  const callback = once((error, result) => {
    if (isGiven(error) || !context.callbackWaitsForEmptyEventLoop) settle(error, result);
    else whenIdle = () => respond(result);
  });
  const isAsync = handler.constructor && handler.constructor.name === 'AsyncFunction';
  const loopIsEmpty = once(() => (isAsync ? postError(id, neverSettled()) : respond(null)));
  return { context, callback, succeed, fail, returned: () => {}, loopIsEmpty };
}

/**
 * How an invocation that streams ends: with the end of its stream. An error before the first write is the invocation's answer, a
 * later one goes behind what was written.
 */
function streamOutcome(id) {
  const { ResponseStream } = require('./streaming.cjs');
  let returned = false;
  let sent = false;
  const settle = () => {
    if (!returned || !sent) return;
    stream = null;
    whenIdle = null;
    waitForInvocation();
  };
  const current = new ResponseStream(api, `invocation/${id}/response`, handler[HIGH_WATER_MARK], () => {
    sent = true;
    settle();
  });
  current.on('error', () => {}); // told by the handler's own promise, or by nobody who still waits
  stream = current;
  const fail = (error) => {
    returned = true;
    if (current.fail(error)) return;
    if (current.settled) return settle();
    current.settled = true;
    stream = null;
    postError(id, error);
  };
  const succeed = (result) => {
    returned = true;
    if (result !== undefined) console.warn('Streaming handlers ignore return values.');
    settle();
  };
  const notAsync = () => fail(new Error('Streaming does not support non-async handlers.'));
  const loopIsEmpty = () => fail(returned ? new Error('Response stream is not finished.') : neverSettled());
  return { context: {}, callback: undefined, succeed, fail, returned: notAsync, loopIsEmpty };
}

function isGiven(error) {
  return error !== undefined && error !== null;
}

function neverSettled() {
  const cause = 'This is most commonly caused by a Promise that was never settled.';
  const more = 'For more information, see https://nodejs.org/docs/latest/api/process.html#exit-codes';
  const message = `The Lambda runtime client detected an unexpected Node.js exit code. ${cause} ${more}`;
  return new Fault('NodeJsExit', message);
}

function postResponse(id, result, unwritable) {
  let body;
  try {
    body = JSON.stringify(result);
  } catch {
    const error = new Error('Unable to stringify response body');
    error.name = unwritable;
    return postError(id, error);
  }
  whenIdle = null;
  api.post(`invocation/${id}/response`, body === undefined ? 'null' : body, null, waitForInvocation);
}

function postError(id, error) {
  whenIdle = null;
  logError('Invoke Error', error);
  const described = describe(error);
  api.post(`invocation/${id}/error`, JSON.stringify(described), described.errorType, waitForInvocation);
}

/** Reports an error that the function did not catch to whom it belongs, and ends the process. */
function die(title, error, code) {
  if (stream !== null && stream.opened) {
    stream.ended = () => process.exit(code);
    if (stream.fail(error)) return;
  }
  logError(title, error);
  if (api.busy) process.exit(code); // the invocation was answered, or its answer is on the way: nobody waits for this error
  const described = describe(error);
  api.post(errorPath, JSON.stringify(described), described.errorType, () => process.exit(code));
}

/** Makes the layers' modules, then the function's own, the last resort of require, as Lambda documents NODE_PATH. */
function setModulePath() {
  if (env.NODE_PATH) return;
  env.NODE_PATH = `/opt/nodejs/node${runtimeMajor()}/node_modules:/opt/nodejs/node_modules:${env.LAMBDA_TASK_ROOT}`;
  Module._initPaths();
}

/** What handlers find as the global awslambda, as Lambda documents it for response streaming. */
function setStreamingGlobal() {
  globalThis.awslambda = {
    ...globalThis.awslambda,
    streamifyResponse: (streamed, options) => {
      streamed[STREAMING] = 'response';
      if (options && typeof options.highWaterMark === 'number') streamed[HIGH_WATER_MARK] = options.highWaterMark;
      return streamed;
    },
    HttpResponseStream: class HttpResponseStream {
      static from(underlying, prelude) {
        underlying.setContentType('application/vnd.awslambda.http-integration-response');
        underlying.prelude = JSON.stringify(prelude);
        return underlying;
      }
    },
  };
}

async function main() {
  patchConsole();
  setStreamingGlobal();
  const snapshots = startsFromSnapshot() ? require('./snapshots.cjs') : null;
  if (snapshots !== null) snapshots.install();
  setModulePath();
  furnish();
  process.on('uncaughtException', (error) => die('Uncaught Exception', error, EXIT_UNCAUGHT_EXCEPTION));
  process.on('unhandledRejection', (reason) => {
    const error = new Fault('UnhandledPromiseRejection', String(reason));
    error.reason = reason;
    die('Unhandled Promise Rejection', error, EXIT_UNHANDLED_REJECTION);
  });
  process.on('beforeExit', () => {
    if (whenIdle !== null) whenIdle();
  });
  try {
    handler = await load(env.LAMBDA_TASK_ROOT, env._HANDLER || '');
    if (!withCallbacks && handler.length >= 3 && handler[STREAMING] === undefined) throw callbacksAreGone();
  } catch (error) {
    return die(withCallbacks ? 'Uncaught Exception' : 'Init Error', error, EXIT_UNCAUGHT_EXCEPTION);
  }
  if (snapshots !== null) return passSnapshot(snapshots);
  waitForInvocation();
}

/** Because the function asked for SnapStart, or by Hearth's own choice, which the function does not see. */
function startsFromSnapshot() {
  const chosen = env._HEARTH_SNAPSHOT !== undefined;
  delete env._HEARTH_SNAPSHOT;
  return chosen || env.AWS_LAMBDA_INITIALIZATION_TYPE === 'snap-start';
}

/** Lambda's SnapStart has no such variable; what is started on demand has the name of its own stream. */
function renameLogStream(name) {
  if (name === undefined || env.AWS_LAMBDA_LOG_STREAM_NAME === undefined) return;
  env.AWS_LAMBDA_LOG_STREAM_NAME = name;
  environmentFields.logStreamName = name;
}

/** Goes on in every environment that wakes, and in one that never slept where there are no snapshots. */
async function passSnapshot(snapshots) {
  try {
    await snapshots.runBefore();
  } catch (error) {
    return giveUp('init/error', 'Runtime.BeforeSnapshotError', error, EXIT_BEFORE_SNAPSHOT);
  }
  api.restoreNext(async (headers, variables) => {
    // Credentials of its own: SDKs read them again when the old ones end.
    if (variables !== '') Object.assign(env, JSON.parse(variables));
    renameLogStream(headers['hearth-log-stream-name']);
    try {
      await snapshots.runAfter();
    } catch (error) {
      return giveUp('restore/error', 'Runtime.AfterRestoreError', error, EXIT_AFTER_RESTORE);
    }
    waitForInvocation();
  });
}

function giveUp(path, errorType, error, code) {
  logError('Snapshot Hook Error', error);
  api.post(path, JSON.stringify(describe(error)), errorType, () => process.exit(code));
}

function callbacksAreGone() {
  const removed = 'ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24.';
  const advice = 'You need to modify this function to use a supported handler signature to use Node.js 24 or later.';
  const more = 'For more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.';
  return new Fault('CallbackHandlerDeprecated', `${removed} ${advice} ${more}`);
}

main();
