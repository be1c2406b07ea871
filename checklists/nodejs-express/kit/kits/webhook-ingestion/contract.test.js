import assert from 'node:assert/strict'
import net from 'node:net'
import { Upstream } from '../../core/upstream.js'
import { common } from '../../tests/common.js'
import { each, until } from '../../tests/harness.js'
import { Inbox, signed, WINDOW_S } from './routes.js'

const KIT = 'webhook-ingestion'
const quick = (more = {}) => ({ inbox: new Inbox({ upstream: new Upstream({ medianMs: 1 }), ...more }) })
common(KIT, {
  post: { path: '/v1/replays', role: 'admin', body: { id: 'evt-none' }, status: 404 },
  get: '/v1/dead-letters',
  options: quick,
})

const event = (id, type = 'invoice.paid') => JSON.stringify({ id, type, data: { amount: 1 } })
const now = () => Math.floor(Date.now() / 1000)

function deliver({ context, ask }, body, { seconds = now(), bytes = body, header } = {}) {
  const sign = header ?? signed(context.secret, bytes, seconds)
  return ask('POST', '/v1/webhooks', { auth: false, body, headers: { 'x-signature': sign } })
}

each(
  KIT,
  'takes a signature over the exact bytes and no other',
  () => quick(),
  async (one) => {
    assert.equal((await deliver(one, event('evt-1'))).status, 202)
    const spaced = event('evt-2').replace(':', ': ')
    assert.equal((await deliver(one, spaced, { bytes: event('evt-2') })).status, 401)
    assert.equal((await deliver(one, event('evt-2'), { header: 't=1,v1=short' })).status, 401)
    assert.equal((await deliver(one, event('evt-2'), { header: undefined, seconds: now() - WINDOW_S - 5 })).status, 401)
    assert.equal((await deliver(one, event('evt-2'), { seconds: now() + WINDOW_S + 5 })).status, 401)
    assert.equal((await deliver(one, '{"id":')).status, 400)
    assert.equal((await deliver(one, '[]')).status, 422)
    assert.equal((await deliver(one, 'x'.repeat(one.context.bodyLimit + 1))).status, 413)
  },
)

each(
  KIT,
  'drill: a storm of retries has one effect',
  () => quick(),
  async (one) => {
    const replies = await Promise.all(Array.from({ length: 50 }, () => deliver(one, event('evt-1'))))
    assert.ok(replies.every((reply) => reply.status === 202))
    const bodies = await Promise.all(replies.map((reply) => reply.json()))
    assert.equal(bodies.filter((body) => !body.duplicate).length, 1)
    const state = async () => (await one.ask('GET', '/v1/events/evt-1', {})).json()
    await until(() => one.context.inbox.working === 0)
    assert.deepEqual(await state(), { id: 'evt-1', state: 'done', attempts: 1, effects: 1 })
  },
)

// A queue of 10 and a worker that is stuck at first: what is acknowledged is kept, what is not is refused.
const narrow = () => quick({ upstream: new Upstream({ medianMs: 200, spread: 0 }), mostWaiting: 10 })
each(KIT, 'drill: a burst loses nothing that was acknowledged', narrow, async (one) => {
  const ids = Array.from({ length: 100 }, (_, index) => `evt-${index}`)
  const replies = await Promise.all(ids.map((id) => deliver(one, event(id))))
  const taken = ids.filter((_, index) => replies[index].status === 202)
  const refused = replies.filter((reply) => reply.status === 503)
  assert.equal(taken.length + refused.length, ids.length)
  assert.ok(refused.every((reply) => reply.headers.get('retry-after') === '1'))
  const { inbox } = one.context
  await until(() => inbox.working === 0 && inbox.waiting.length === 0)
  assert.ok(taken.every((id) => inbox.event(id).effects === 1))
  assert.equal(inbox.known.size, taken.length)
})

each(
  KIT,
  'drill: an event that always fails ends as a dead letter',
  () => quick(),
  async (one) => {
    await deliver(one, event('evt-bad', 'poison'))
    await deliver(one, event('evt-good'))
    await until(() => one.context.inbox.working === 0)
    const { ids } = await (await one.ask('GET', '/v1/dead-letters', {})).json()
    assert.deepEqual(ids, ['evt-bad'])
    assert.equal(one.context.inbox.event('evt-bad').attempts, 3)
    assert.equal(one.context.inbox.event('evt-good').state, 'done')
    const again = await one.ask('POST', '/v1/replays', { body: { id: 'evt-bad' }, claims: { role: 'admin' } })
    assert.equal(again.status, 202)
  },
)

each(
  KIT,
  'what is known stays bounded',
  () => quick({ mostKnown: 5 }),
  async (one) => {
    for (let index = 0; index < 20; index += 1) {
      await deliver(one, event(`evt-${index}`))
      await until(() => one.context.inbox.working === 0)
    }
    assert.equal(one.context.inbox.known.size, 5)
  },
)

const impatient = () => ({ ...quick(), headersTimeoutMs: 50, checkEveryMs: 20 })
each(KIT, 'drill: headers that never end are cut off', impatient, async ({ port }) => {
  const socket = net.connect(port, '127.0.0.1')
  socket.on('error', () => {})
  socket.write('POST /v1/webhooks HTTP/1.1\r\nhost: a\r\nx-slow: ')
  await new Promise((resolve) => {
    socket.resume()
    socket.once('close', resolve)
  })
})
