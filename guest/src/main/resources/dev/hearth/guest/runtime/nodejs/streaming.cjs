'use strict';
/** Responses that a function streams: `awslambda.streamifyResponse` and what its handlers write to. */
const { Writable } = require('node:stream');
const { describe, logError } = require('./reporting.cjs');

const TRAILER_TYPE = 'Lambda-Runtime-Function-Error-Type';
const TRAILER_BODY = 'Lambda-Runtime-Function-Error-Body';
const DEFAULT_TYPE = 'application/octet-stream';
const END = '0\r\n\r\n';

/**
 * The stream of one response: each write is one chunk of the post to the Runtime API, handed over at once; what the platform does
 * not take yet makes writes wait, as in any stream.
 */
class ResponseStream extends Writable {
  constructor(api, path, highWaterMark, ended) {
    super({ decodeStrings: true, ...(highWaterMark === undefined ? {} : { highWaterMark }) });
    this.api = api;
    this.path = path;
    this.contentType = DEFAULT_TYPE;
    this.prelude = null; // written before the first chunk
    this.opened = false;
    this.settled = false; // the end or an error was sent, or the platform wants no more
    this.ended = ended;
  }

  setContentType(type) {
    if (this.opened) throw new Error('Cannot set content-type, too late.');
    this.contentType = type;
  }

  write(chunk, ...rest) {
    const plain = typeof chunk === 'string' || chunk instanceof Uint8Array;
    return super.write(plain ? chunk : JSON.stringify(chunk), ...rest);
  }

  open() {
    this.opened = true;
    const head = `Lambda-Runtime-Function-Response-Mode: streaming\r\nTrailer: ${TRAILER_TYPE}, ${TRAILER_BODY}\r\n`;
    this.api.openStream(this.path, `Content-Type: ${this.contentType.replace(/[^\x20-\x7e]/g, '?')}\r\n${head}`, () => this.answered());
    if (this.prelude === null) return '';
    return framed(Buffer.from(`${this.prelude}\0\0\0\0\0\0\0\0`, 'utf8'));
  }

  _write(chunk, _encoding, written) {
    if (this.settled) return written();
    const before = this.opened ? '' : this.open();
    if (chunk.length === 0 && before === '') return written();
    this.api.sendChunk(before, chunk.length === 0 ? '' : framed(chunk), written);
  }

  _final(finished) {
    if (this.settled) return finished();
    const before = this.opened ? '' : this.open();
    this.settled = true;
    this.api.endStream(before, END);
    finished();
  }

  /** Ends the stream with an error that the caller gets behind what was written. False when that is not possible any more. */
  fail(error) {
    if (this.settled || !this.opened) return false;
    this.settled = true;
    logError('Invoke Error', error);
    const described = describe(error);
    const body = Buffer.from(JSON.stringify(described), 'utf8').toString('base64');
    const type = described.errorType.replace(/[^\x20-\x7e]/g, '?');
    this.api.endStream('', `0\r\n${TRAILER_TYPE}: ${type}\r\n${TRAILER_BODY}: ${body}\r\n\r\n`);
    this.destroy();
    return true;
  }

  /** The platform answered: to the end, or before it because it takes no more. */
  answered() {
    if (!this.settled) {
      this.settled = true;
      this.api.drop();
    }
    this.ended();
  }
}

function framed(bytes) {
  const head = Buffer.from(`${bytes.length.toString(16)}\r\n`, 'latin1');
  return Buffer.concat([head, bytes, Buffer.from('\r\n', 'latin1')]);
}

module.exports = { ResponseStream };
