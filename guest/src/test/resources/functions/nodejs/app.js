'use strict';
// One handler with many behaviours, so that one process serves many cases: event.do says which.
let calls = 0;

const behaviours = {
  echo: (event) => event,
  calls: () => calls,
  context: (_event, context) => ({ ...context, remaining: context.getRemainingTimeInMillis(), trace: process.env._X_AMZN_TRACE_ID ?? null }),
  throw: (event) => {
    throw new TypeError(event.message);
  },
  reject: () => Promise.reject(new RangeError('out of it')),
  rejectText: () => Promise.reject('only text'),
  rejectNothing: () => Promise.reject(),
  nothing: () => undefined,
  unwritable: () => 1n,
  never: () => new Promise(() => {}),
  large: (event) => 'x'.repeat(event.size),
  size: (event) => event.text.length,
  custom: () => {
    const error = new Error('mine');
    error.name = 'CustomError';
    error.code = 'E_MINE';
    throw error;
  },
  log: () => {
    console.log('two\nlines %d', 2, { a: 1 });
    console.info('i');
    console.warn('w');
    console.error('e');
    console.debug('d');
    process.stdout.write('raw line\n');
  },
  big: () => {
    process.stdout.write(`${'y'.repeat(300000)}\n`);
    process.exit(3);
  },
  lateThrow: () => new Promise(() => setTimeout(() => behaviours.throw({ message: 'late' }), 1)),
  forgotten: () => {
    Promise.reject(new Error('nobody waited'));
    return new Promise((resolve) => setTimeout(resolve, 1000));
  },
};

exports.handler = async (event, context) => {
  calls++;
  return behaviours[event.do](event, context);
};
exports.sync = (event) => event;
exports.syncThrow = () => behaviours.throw({ message: 'at once' });
exports.promise = (event) => Promise.resolve(event);
exports.callback = (event, context, callback) => {
  if (event.immediately) context.callbackWaitsForEmptyEventLoop = false;
  setTimeout(() => console.log('afterwards'), event.immediately ? 600_000 : 10);
  callback(event.fail ? new Error(event.fail) : null, event);
};
exports.done = (event, context) => context.done(null, event);
exports.notAFunction = 'text';
exports.deep = { er: { handler: async () => 'deeper' } };
