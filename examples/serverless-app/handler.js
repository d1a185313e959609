'use strict';

module.exports.hello = async (event) => {
  console.log('asked by', event.requestContext ? event.requestContext.httpMethod : 'invoke');
  return { statusCode: 200, body: JSON.stringify({ said: `${process.env.GREETING}!` }) };
};
