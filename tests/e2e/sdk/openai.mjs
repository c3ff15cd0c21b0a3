// OpenAI's client: chat, completions, embeddings, models, and errors as classes of its own.
import OpenAI from 'openai';
import { all, assert, fails, fitsPieces, fitsText, fitsTool, ok, services, tools } from './judge.mjs';

const to = (service, apiKey = 'right') =>
  new OpenAI({ baseURL: `${services[service]}/v1`, apiKey, maxRetries: 0 });
const client = to('plain');
const ask = { model: 'm', messages: [{ role: 'user', content: 'Why is the sky blue?' }] };
const telling = { stream: true, stream_options: { include_usage: true } };
const long = { model: 'm', messages: [{ role: 'user', content: 'Why is it so? '.repeat(50) }] };
const withHeaders = (headers) => ({ headers });

await ok('openai: a chat', async () => {
  const reply = await client.chat.completions.create(ask);
  assert.equal(reply.object, 'chat.completion');
  assert.equal(reply.model, 'm');
  assert(reply.id && Number.isInteger(reply.created));
  assert.equal(reply.choices.length, 1);
  assert.equal(reply.choices[0].message.role, 'assistant');
  assert.equal(reply.choices[0].finish_reason, 'stop');
  fitsText(reply.choices[0].message.content);
  assert.equal(reply.usage.completion_tokens, 6);
  assert.equal(reply.usage.total_tokens, 6 + reply.usage.prompt_tokens);
});

await ok('openai: a chat, streamed', async () => {
  const chunks = await all(await client.chat.completions.create({ ...ask, ...telling }));
  assert.equal(chunks[0].choices[0].delta.role, 'assistant');
  fitsPieces(chunks.map((c) => c.choices[0]?.delta.content));
  assert(chunks.every((c) => c.object === 'chat.completion.chunk' && c.id === chunks[0].id));
  assert.deepEqual(chunks.map((c) => c.choices[0]?.finish_reason).filter(Boolean), ['stop']);
  assert.deepEqual(chunks.at(-1).choices, []);
  assert.equal(chunks.at(-1).usage.completion_tokens, 6);
});

await ok('openai: what is streamed adds up to the same as what is not', async () => {
  const stream = client.chat.completions.stream({ ...ask, ...telling });
  const told = [];
  stream.on('content', (delta) => told.push(delta));
  const final = await stream.finalChatCompletion();
  const usage = await stream.totalUsage();
  assert.equal(told.join(''), final.choices[0].message.content);
  assert.equal(final.choices[0].message.role, 'assistant');
  assert.equal(usage.completion_tokens, 6);
});

await ok('openai: a longest answer, and that it was reached', async () => {
  const reply = await client.chat.completions.create({ ...ask, max_completion_tokens: 3 });
  assert.equal(reply.choices[0].finish_reason, 'length');
  assert.equal(reply.usage.completion_tokens, 3);
});

await ok('openai: no usage in a stream that was not asked for it', async () => {
  const chunks = await all(await client.chat.completions.create({ ...ask, stream: true }));
  assert(chunks.every((c) => !c.usage && c.choices.length === 1));
});

const calling = withHeaders({ 'X-Sim-Tool-Calls': '2' });
await ok('openai: tools', async () => {
  const reply = await client.chat.completions.create({ ...ask, tools }, calling);
  const calls = reply.choices[0].message.tool_calls;
  assert.equal(reply.choices[0].finish_reason, 'tool_calls');
  assert.equal(calls.length, 2);
  assert.notEqual(calls[0].id, calls[1].id);
  for (const call of calls) {
    assert.equal(call.type, 'function');
    assert.equal(call.function.name, 'weather');
    fitsTool(JSON.parse(call.function.arguments));
  }
});

await ok('openai: tools, streamed', async () => {
  const stream = client.chat.completions.stream({ ...ask, ...telling, tools }, calling);
  const done = [];
  stream.on('tool_calls.function.arguments.done', (call) => done.push(call));
  const final = await stream.finalChatCompletion();
  assert.equal(final.choices[0].finish_reason, 'tool_calls');
  assert.equal(final.choices[0].message.tool_calls.length, 2);
  assert.deepEqual(done.map((call) => call.index), [0, 1]);
  for (const call of final.choices[0].message.tool_calls)
    fitsTool(JSON.parse(call.function.arguments));
});

await ok('openai: functions that run, and the answer after them', async () => {
  const given = [];
  const own = { type: 'function', function: { ...tools[0].function, parse: JSON.parse,
    function: (args) => { given.push(args); return 'rain'; } } };
  for (const stream of [false, true]) {
    const runner = client.chat.completions.runTools({ ...ask, stream, tools: [own] }, calling);
    fitsText(await runner.finalContent());
  }
  assert.equal(given.length, 4);
  given.forEach(fitsTool);
});

const thinking = withHeaders({ 'X-Sim-Reasoning': '4' });
await ok('openai: reasoning', async () => {
  const reply = await client.chat.completions.create(ask, thinking);
  const message = reply.choices[0].message;
  fitsText(message.reasoning ?? message.reasoning_content);
  assert.equal(reply.usage.completion_tokens_details.reasoning_tokens, 4);
  const chunks = await all(await client.chat.completions.create({ ...ask, ...telling }, thinking));
  const deltas = chunks.map((c) => c.choices[0]?.delta);
  fitsPieces(deltas.map((d) => d?.reasoning ?? d?.reasoning_content), 4);
  fitsPieces(deltas.map((d) => d?.content));
  assert.equal(chunks.at(-1).usage.completion_tokens_details.reasoning_tokens, 4);
});

await ok('openai: a refusal', async () => {
  const reply = await to('refusing').chat.completions.create(ask);
  assert.equal(reply.choices[0].message.content, null);
  assert(reply.choices[0].message.refusal.length > 5);
  const stream = to('refusing').chat.completions.stream({ ...ask, ...telling });
  const told = [];
  stream.on('refusal.delta', ({ delta }) => told.push(delta));
  const final = await stream.finalChatCompletion();
  assert.equal(told.join(''), final.choices[0].message.refusal);
  assert(told.length > 1);
});

await ok('openai: completions', async () => {
  const old = { model: 'm', prompt: 'Once upon a time' };
  const reply = await client.completions.create(old);
  assert.equal(reply.object, 'text_completion');
  fitsText(reply.choices[0].text);
  assert.equal(reply.usage.completion_tokens, 6);
  const chunks = await all(await client.completions.create({ ...old, ...telling }));
  fitsPieces(chunks.map((c) => c.choices[0]?.text));
  assert.equal(chunks.at(-1).usage.completion_tokens, 6);
});

await ok('openai: embeddings, as numbers and packed', async () => {
  const input = ['a blue sky', 'a red rose'];
  const numbers = await client.embeddings.create({ model: 'e', input, encoding_format: 'float' });
  const packed = await client.embeddings.create({ model: 'e', input }); // it asks for base64 then
  assert.equal(numbers.data.length, 2);
  assert.equal(numbers.data[1].index, 1);
  assert(numbers.usage.prompt_tokens > 0);
  for (const i of [0, 1]) {
    assert.equal(packed.data[i].embedding.length, 64);
    packed.data[i].embedding.forEach((x, at) => assert(Math.abs(x - numbers.data[i].embedding[at]) < 1e-6));
  }
  const short = await client.embeddings.create({ model: 'e', input: 'x', dimensions: 7 });
  assert.equal(short.data[0].embedding.length, 7);
});

await ok('openai: models', async () => {
  const models = await all(client.models.list());
  assert.deepEqual(models.map((m) => [m.id, m.object]), [['sim', 'model']]);
  assert(Number.isInteger(models[0].created) && models[0].owned_by);
});

async function isError(promise, Class, status) {
  const error = await fails(promise);
  assert(error instanceof Class, `${error.constructor.name}: ${error.message}`);
  assert.equal(error.status, status);
  assert(error.error.message.length > 5 && error.type, 'it says why');
  assert.notEqual(error.message, `${status} status code (no body)`);
  return error;
}

await ok('openai: 400', () => isError(client.chat.completions.create({ model: 'm' }), OpenAI.BadRequestError, 400));
await ok('openai: 400, for a prompt that is too long', async () => {
  const error = await isError(to('short').chat.completions.create(long), OpenAI.BadRequestError, 400);
  assert.match(error.message, /maximum context length/);
});
await ok('openai: 401', () =>
  isError(to('guarded', 'wrong').chat.completions.create(ask), OpenAI.AuthenticationError, 401));
await ok('openai: the right key', () => to('guarded').chat.completions.create(ask));
await ok('openai: 404', () => isError(client.get('/nothing'), OpenAI.NotFoundError, 404));
await ok('openai: 429, and when to come again', async () => {
  const error = await isError(to('busy').chat.completions.create({ ...ask, stream: true }), OpenAI.RateLimitError, 429);
  assert(Number(error.headers.get('retry-after')) > 0);
});
await ok('openai: 503', () =>
  isError(to('unwell').chat.completions.create(ask), OpenAI.InternalServerError, 503));
await ok('openai: an error in the stream', async () => {
  const error = await fails(all(await to('failing').chat.completions.create({ ...ask, ...telling })));
  assert(error instanceof OpenAI.APIError);
  assert(error.message.length > 5);
});
