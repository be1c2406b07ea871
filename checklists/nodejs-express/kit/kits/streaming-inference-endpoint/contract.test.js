import assert from 'node:assert/strict'
import { Upstream } from '../../core/upstream.js'
import { common } from '../../tests/common.js'
import { each, until } from '../../tests/harness.js'

const KIT = 'streaming-inference-endpoint'
const body = { prompt: 'why', model: 'small', tokens: 3 }
common(KIT, { post: { path: '/v1/stream', role: 'writer', body }, get: '/v1/models' })

const events = (said) => [...said.matchAll(/^event: (\w+)$/gm)].map((match) => match[1])
const quick = (more = {}) => ({ upstream: new Upstream({ medianMs: 1 }), gapMs: 1, ...more })

each(
  KIT,
  'streams tokens in order and says that it is done',
  () => quick(),
  async ({ ask }) => {
    const reply = await ask('POST', '/v1/stream', { body })
    assert.match(reply.headers.get('content-type'), /^text\/event-stream/)
    assert.deepEqual(events(await reply.text()), ['token', 'token', 'token', 'done'])
  },
)

each(
  KIT,
  'answers an unknown model before the stream begins',
  () => quick(),
  async ({ ask }) => {
    const reply = await ask('POST', '/v1/stream', { body: { ...body, model: 'none' } })
    assert.equal(reply.status, 404)
    assert.equal((await reply.json()).error.code, 'no-such-model')
  },
)

each(
  KIT,
  'drill: an error in mid-stream is an event, not a cut',
  () => quick({ failAt: 1 }),
  async ({ ask }) => {
    assert.deepEqual(events(await (await ask('POST', '/v1/stream', { body })).text()), ['token', 'error'])
  },
)

each(
  KIT,
  'drill: a client that leaves stops the upstream call',
  () => quick({ gapMs: 60_000 }),
  async ({ context, ask }) => {
    const leave = new AbortController()
    const reply = await ask('POST', '/v1/stream', { body, signal: leave.signal })
    await reply.body.getReader().read()
    await until(() => context.upstream.active === 1)
    leave.abort()
    await until(() => context.upstream.aborted === 1)
    assert.equal(context.upstream.active, 0)
  },
)

each(
  KIT,
  'drill: silence is filled with heartbeats',
  () => quick({ gapMs: 60_000, heartbeatMs: 5 }),
  async ({ ask }) => {
    const leave = new AbortController()
    const reply = await ask('POST', '/v1/stream', { body, signal: leave.signal })
    const reader = reply.body.getReader()
    let said = ''
    while (!said.includes(': heartbeat')) said += new TextDecoder().decode((await reader.read()).value)
    leave.abort()
  },
)

// The writable side reports a full buffer, as a reader too slow for the stream makes it do.
const slow = () => quick({ slowReaderMs: 50 })
each(
  KIT,
  'drill: a reader too slow for the stream is not fed, and then dropped',
  slow,
  async ({ context, server, ask }) => {
    server.prependListener('request', (_request, response) => {
      const write = response.write
      response.write = function full(...given) {
        write.apply(this, given)
        return false
      }
    })
    const reply = await ask('POST', '/v1/stream', { body: { ...body, tokens: 512 } })
    await reply.text().catch(() => {})
    await until(() => context.upstream.active === 0)
    assert.ok(context.upstream.pulled < 512, `${context.upstream.pulled} tokens pulled`)
  },
)
