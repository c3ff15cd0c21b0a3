// OpenAI's client: several answers at once, and how likely the tokens were.
import OpenAI from 'openai';
import { all, assert, fitsPieces, fitsText, ok, services } from './judge.mjs';

const client = new OpenAI({ baseURL: `${services.plain}/v1`, apiKey: 'right', maxRetries: 0 });
const ask = { model: 'm', messages: [{ role: 'user', content: 'Why is the sky blue?' }] };
const telling = { stream: true, stream_options: { include_usage: true } };

await ok('openai: two answers', async () => {
  const reply = await client.chat.completions.create({ ...ask, n: 2 });
  assert.deepEqual(reply.choices.map((c) => c.index), [0, 1]);
  assert.notEqual(reply.choices[0].message.content, reply.choices[1].message.content);
  reply.choices.forEach((c) => fitsText(c.message.content));
  assert(reply.choices.every((c) => c.finish_reason === 'stop'));
  assert.equal(reply.usage.completion_tokens, 12);
});

await ok('openai: two answers, streamed', async () => {
  const stream = client.chat.completions.stream({ ...ask, ...telling, n: 2 });
  const final = await stream.finalChatCompletion();
  assert.deepEqual(final.choices.map((c) => c.index), [0, 1]);
  final.choices.forEach((c) => fitsText(c.message.content));
  assert(final.choices.every((c) => c.finish_reason === 'stop'));
  assert.equal((await stream.totalUsage()).completion_tokens, 12);
});

await ok('openai: two completions', async () => {
  const chunks = await all(await client.completions.create({ model: 'm', prompt: 'Once', n: 2, ...telling }));
  for (const index of [0, 1]) {
    const own = chunks.flatMap((c) => c.choices).filter((c) => c.index === index);
    fitsPieces(own.map((c) => c.text));
    assert.equal(own.filter((c) => c.finish_reason).length, 1);
  }
});

function fitLogprobs(list, text, top) {
  assert.equal(list.map((entry) => entry.token).join(''), text);
  for (const entry of list) {
    assert(entry.logprob <= 0);
    assert.deepEqual(Buffer.from(entry.bytes).toString(), entry.token);
    assert.equal(entry.top_logprobs.length, top);
    assert(entry.top_logprobs.every((other) => other.logprob <= 0 && typeof other.token === 'string'));
  }
}

await ok('openai: how likely tokens were', async () => {
  const likely = { logprobs: true, top_logprobs: 2 };
  const reply = await client.chat.completions.create({ ...ask, ...likely });
  fitLogprobs(reply.choices[0].logprobs.content, reply.choices[0].message.content, 2);
  assert.equal(reply.choices[0].logprobs.content.length, 6);
  const stream = client.chat.completions.stream({ ...ask, ...telling, ...likely });
  const told = [];
  stream.on('logprobs.content.delta', ({ content }) => told.push(...content));
  const final = await stream.finalChatCompletion();
  fitLogprobs(final.choices[0].logprobs.content, final.choices[0].message.content, 2);
  fitLogprobs(told, final.choices[0].message.content, 2);
});

await ok('openai: how likely the tokens of a completion were', async () => {
  const reply = await client.completions.create({ model: 'm', prompt: 'Once', logprobs: 2 });
  const { tokens, token_logprobs, top_logprobs, text_offset } = reply.choices[0].logprobs;
  assert.equal(tokens.join(''), reply.choices[0].text);
  assert(token_logprobs.every((x) => x <= 0));
  assert.equal(top_logprobs.length, tokens.length);
  assert.equal(text_offset.length, tokens.length);
});
