// Ollama's client: chat, generate, tools, thoughts, errors.
import { Ollama } from 'ollama';
import { all, assert, fails, fitsPieces, fitsText, fitsTool, ok, services, tools } from './judge.mjs';

const to = (service, headers) => new Ollama({ host: services[service], headers });
const client = to('plain');
const ask = { model: 'm', messages: [{ role: 'user', content: 'Why is the sky blue?' }] };

function fitLast(part, tokens = 6, reason = 'stop') {
  assert.equal(part.done, true);
  assert.equal(part.done_reason, reason);
  assert.equal(part.eval_count, tokens);
  assert.equal(part.model, 'm');
  assert(!Number.isNaN(Date.parse(part.created_at)));
  for (const span of ['total_duration', 'load_duration', 'prompt_eval_duration', 'eval_duration'])
    assert(Number.isInteger(part[span]) && part[span] >= 0, span);
}

await ok('ollama: a chat', async () => {
  const reply = await client.chat(ask);
  fitLast(reply);
  assert.equal(reply.message.role, 'assistant');
  fitsText(reply.message.content);
});

await ok('ollama: a chat, streamed', async () => {
  const parts = await all(await client.chat({ ...ask, stream: true }));
  fitLast(parts.at(-1));
  assert(parts.slice(0, -1).every((part) => part.done === false && part.message.role === 'assistant'));
  fitsPieces(parts.map((part) => part.message.content));
});

await ok('ollama: generate, whole and streamed', async () => {
  const old = { model: 'm', prompt: 'Once upon a time' };
  const reply = await client.generate(old);
  fitLast(reply);
  fitsText(reply.response);
  const parts = await all(await client.generate({ ...old, stream: true }));
  fitLast(parts.at(-1));
  fitsPieces(parts.map((part) => part.response));
});

await ok('ollama: the longest answer was reached', async () => {
  fitLast(await client.chat({ ...ask, options: { num_predict: 3 } }), 3, 'length');
});

await ok('ollama: tools', async () => {
  const caller = to('plain', { 'X-Sim-Tool-Calls': '2' });
  const parts = await all(await caller.chat({ ...ask, tools, stream: true }));
  const streamed = parts.flatMap((part) => part.message.tool_calls ?? []);
  const whole = await caller.chat({ ...ask, tools });
  for (const calls of [streamed, whole.message.tool_calls]) {
    assert.equal(calls.length, 2);
    for (const call of calls) {
      assert.equal(call.function.name, 'weather');
      fitsTool(call.function.arguments);
    }
  }
  const messages = [...ask.messages, whole.message, { role: 'tool', tool_name: 'weather', content: 'rain' }];
  fitsText((await caller.chat({ ...ask, messages, tools })).message.content);
});

await ok('ollama: thoughts', async () => {
  const thinker = to('plain', { 'X-Sim-Reasoning': '4' });
  const reply = await thinker.chat({ ...ask, think: true });
  fitsText(reply.message.thinking);
  fitsText(reply.message.content);
  const parts = await all(await thinker.chat({ ...ask, think: true, stream: true }));
  fitsPieces(parts.map((part) => part.message.thinking), 4);
});

await ok('ollama: what there is', async () => {
  const { models } = await client.list();
  assert.deepEqual(models.map((m) => m.model), ['sim']);
  assert(!Number.isNaN(Date.parse(models[0].modified_at)) && models[0].name && models[0].details);
  assert((await client.show({ model: 'sim' })).details);
  assert.match((await client.version()).version, /^\d+\./);
});

await ok('ollama: errors', async () => {
  for (const [service, status] of [['busy', 429], ['unwell', 503]]) {
    const error = await fails(to(service).chat(ask));
    assert.equal(error.name, 'ResponseError');
    assert.equal(error.status_code, status);
    assert(error.error.length > 5 && !error.error.startsWith('{'), error.error);
  }
  const error = await fails(client.chat({ model: 'm', messages: 'none' }));
  assert.equal(error.status_code, 400);
});

await ok('ollama: an error in the stream', async () => {
  const parts = await to('failing').chat({ ...ask, stream: true });
  const error = await fails(all(parts));
  assert(error.message.length > 5);
});
