'use strict';
const logs = require('@aws-sdk/client-cloudwatch-logs');

exports.handler = async (event) => {
  const client = new logs.CloudWatchLogsClient({});
  let refused;
  try {
    await client.send(new logs.CreateLogGroupCommand({ logGroupName: event.group }));
  } catch (error) {
    refused = error.name;
  }
  const url = new URL(event.answer);
  const status = await new Promise((resolve, reject) => {
    const request = require('https').request({ hostname: url.hostname, path: url.pathname, method: 'PUT' }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    request.on('error', reject);
    request.end('done');
  });
  const host = 'abc.execute-api.us-east-1.localhost';
  await new Promise((resolve, reject) => {
    const request = require('https').request(`https://${host}/prod/x?y=1`, { method: 'POST' }, (response) => {
      response.resume();
      resolve();
    });
    request.on('error', reject);
    request.end();
  });
  return { refused, status };
};
