// The function that all of them run.
exports.handler = async (event) => ({ message: 'Hello from Node.js!', event });
