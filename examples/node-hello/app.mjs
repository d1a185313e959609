// Greets whom the event names.
export const handler = async (event, context) => {
  console.log('greeting', event.name ?? 'the world');
  return { message: `Hello, ${event.name ?? 'the world'}!`, function: context.functionName };
};
