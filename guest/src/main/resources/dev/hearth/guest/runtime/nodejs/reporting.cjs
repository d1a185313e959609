'use strict';
/** What a function's log lines and errors look like. */
const fs = require('node:fs');
const { format } = require('node:util');

const RETRY_MILLIS = 1; // between attempts to write to a log pipe that is full

let requestId; // of the invocation under way; undefined during init, and logged as such, as Lambda does

function setRequestId(id) {
  requestId = id;
}

/** Writes all of a text to a descriptor before it returns: nothing is lost when the process ends right after. */
function writeFully(descriptor, text) {
  let bytes = Buffer.from(text, 'utf8');
  while (bytes.length > 0) {
    try {
      bytes = bytes.subarray(fs.writeSync(descriptor, bytes));
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MILLIS);
    }
  }
}

const LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];
const jsonLogs = process.env.AWS_LAMBDA_LOG_FORMAT === 'JSON';
const leastLevel = jsonLogs ? LEVELS.indexOf((process.env.AWS_LAMBDA_LOG_LEVEL || '').toUpperCase()) : -1;

/** One call of the console as Lambda's structured log has it. */
function jsonLine(level, parts) {
  const line = { timestamp: new Date().toISOString(), level, requestId };
  const error = parts.find((part) => part instanceof Error);
  line.message = parts.length === 1 && !error ? parts[0] : format(...parts);
  if (error) {
    line.errorType = error.name;
    line.errorMessage = error.message;
    line.stackTrace = typeof error.stack === 'string' ? error.stack.split('\n') : [];
  }
  try {
    return JSON.stringify(line);
  } catch {
    return JSON.stringify({ ...line, message: format(...parts) }); // cycles, big integers
  }
}

/** Makes each call of the console one log line with time, request id and level; its line breaks become carriage returns. */
function patchConsole() {
  const logger = (level) => (...parts) => {
    if (LEVELS.indexOf(level) < leastLevel) return;
    if (jsonLogs) return writeFully(1, jsonLine(level, parts) + '\n');
    const line = `${new Date().toISOString()}\t${requestId}\t${level}\t${format(...parts)}`;
    writeFully(1, line.replace(/\n/g, '\r') + '\n');
  };
  console.trace = logger('TRACE');
  console.debug = logger('DEBUG');
  console.log = console.info = logger('INFO');
  console.warn = logger('WARN');
  console.error = logger('ERROR');
  console.fatal = logger('FATAL');
  blockOnFirstUse('stdout');
  blockOnFirstUse('stderr');
}

/** Makes writes to a standard stream's pipe synchronous, without making the stream before the function asks for it. */
function blockOnFirstUse(name) {
  const original = Object.getOwnPropertyDescriptor(process, name);
  Object.defineProperty(process, name, {
    configurable: true,
    enumerable: true,
    get() {
      Object.defineProperty(process, name, original);
      const stream = process[name];
      if (stream._handle && stream._handle.setBlocking) stream._handle.setBlocking(true);
      return stream;
    },
  });
}

/** An error that the runtime itself reports, with the type AWS gives it. */
class Fault extends Error {
  constructor(type, message) {
    super(message);
    this.name = `Runtime.${type}`;
    Error.captureStackTrace(this, Fault); // once more, with the name
  }
}

/** A stack without the frames of this runtime and of what called it. */
function userStack(error) {
  const lines = error.stack.split('\n');
  const ours = lines.findIndex((line) => line.startsWith('    at ') && line.includes(`${__dirname}/`));
  return ours < 0 ? lines : lines.slice(0, ours);
}

/** An error, or whatever else was thrown, in the JSON shape that Lambda's callers know. */
function describe(error) {
  try {
    if (looksLikeError(error)) {
      return { errorType: error.name, errorMessage: error.message, trace: typeof error.stack === 'string' ? userStack(error) : [] };
    }
    return { errorType: typeof error, errorMessage: String(error), trace: [] };
  } catch {
    const errorMessage =
      'callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack';
    return { errorType: 'handled', errorMessage, trace: [] };
  }
}

function looksLikeError(error) {
  if (error instanceof Error) return true;
  const strings = error && [error.name, error.message, error.stack];
  return Boolean(strings) && strings.every((part) => typeof part === 'string' && part !== '');
}

/** Logs an error as Lambda does: a title, then the error with all its own properties as JSON. */
function logError(title, error) {
  if (jsonLogs) return console.error(looksLikeError(error) ? error : new Error(String(error)));
  let text;
  try {
    text = JSON.stringify(looksLikeError(error) ? error : new Error(error), (_key, value) => enumerable(value));
  } catch {
    text = JSON.stringify(describe(error));
  }
  console.error(title, `\t${text}`);
}

function enumerable(value) {
  if (!(value instanceof Error)) return value;
  const shown = { errorType: value.name, errorMessage: value.message, code: value.code, ...value };
  if (typeof value.stack === 'string') shown.stack = userStack(value);
  return shown;
}

module.exports = { Fault, describe, logError, patchConsole, setRequestId };
