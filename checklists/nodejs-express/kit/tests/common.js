// What every twin of every kit has to do: credentials, one error shape, limits, request ids, logs, a graceful stop.
import assert from 'node:assert/strict'
import net from 'node:net'
import { createContext } from '../core/context.js'
import { stop } from '../core/lifecycle.js'
import { each, token, until } from './harness.js'

// `post`: a route that takes JSON, as {path, role, body}, with the status it answers where that is no success; `get`:
// one that needs a reader.
export function common(kit, { post, get, options = () => ({}) }) {
  const contract = (title, body) => each(kit, title, options, body)

  contract('refuses missing, forged and expired credentials alike', async ({ context, ask }) => {
    const old = { expires: 1 }
    const forged = token(createContext({ secret: 'another' }))
    for (const given of [
      { auth: false },
      { claims: old },
      { auth: false, headers: { authorization: `Bearer ${forged}` } },
    ]) {
      const reply = await ask('GET', get, given)
      assert.equal(reply.status, 401)
      assert.equal(reply.headers.get('www-authenticate'), 'Bearer')
      assert.equal((await reply.json()).error.code, 'unauthorized')
    }
    const tampered = token(context, { role: 'reader' }).replace('.reader.', '.admin.')
    assert.equal((await ask('GET', get, { auth: false, headers: { authorization: `Bearer ${tampered}` } })).status, 401)
  })

  contract('refuses a role that is too low', async ({ ask }) => {
    const reply = await ask('POST', post.path, { body: post.body, claims: { role: 'reader' } })
    assert.equal(reply.status, 403)
    assert.equal((await reply.json()).error.code, 'forbidden')
  })

  contract('answers errors in one shape that names the request', async ({ ask }) => {
    const send = (body, headers) => ask('POST', post.path, { body, headers, claims: { role: post.role } })
    const cases = [
      [404, await ask('GET', '/nothing-here', {})],
      [400, await send('{"a":', { 'content-type': 'application/json' })],
      [400, await send('', { 'content-type': 'application/json' })],
      [415, await send('a=1', { 'content-type': 'text/plain' })],
      [422, await send([])],
      [422, await send({ ...post.body, surplus: 1 })],
    ]
    for (const [status, reply] of cases) {
      const body = await reply.json()
      assert.equal(reply.status, status, JSON.stringify(body))
      assert.deepEqual(Object.keys(body.error), ['code', 'message', 'request_id'])
      assert.equal(body.error.request_id, reply.headers.get('x-request-id'))
    }
  })

  contract('bounds a body by its declared length and by what arrives', async ({ context, port }) => {
    for (const framing of ['content-length: 9999999', 'transfer-encoding: chunked']) {
      const socket = net.connect(port, '127.0.0.1')
      socket.on('error', () => {})
      let said = ''
      socket.on('data', (data) => {
        said += data
      })
      socket.write(
        `POST ${post.path} HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${token(context, { role: post.role })}\r\n`,
      )
      socket.write(`content-type: application/json\r\n${framing}\r\n\r\n`)
      const part = 'x'.repeat(16_384)
      for (let sent = 0; sent <= context.bodyLimit; sent += part.length) {
        socket.write(framing.startsWith('t') ? `4000\r\n${part}\r\n` : part)
      }
      if (framing.startsWith('t')) socket.write('0\r\n\r\n')
      await until(() => said.includes('\r\n\r\n'))
      assert.match(said, /^HTTP\/1.1 413 /)
      socket.destroy()
    }
  })

  contract('takes a plausible request id and replaces any other', async ({ ask, lines }) => {
    const taken = await ask('GET', get, { headers: { 'x-request-id': 'abc-12345' } })
    assert.equal(taken.headers.get('x-request-id'), 'abc-12345')
    await taken.text()
    const replaced = await ask('GET', get, { headers: { 'x-request-id': 'a b' } })
    assert.match(replaced.headers.get('x-request-id'), /^[0-9a-f-]{36}$/)
    await replaced.text()
    await until(() => lines.length >= 2)
    const logged = lines.find((line) => line.id === 'abc-12345')
    assert.equal(logged.tenant, 'acme')
    assert.equal(logged.status, 200)
    assert.equal(typeof logged.ms, 'number')
    assert.ok(!JSON.stringify(lines).includes('Bearer'))
  })

  contract('stops taking connections and lets open requests finish', async ({ context, server, ask }) => {
    const open = ask('POST', post.path, { body: post.body, claims: { role: post.role } })
    await new Promise((resolve) => server.once('request', resolve))
    context.graceMs = 60_000
    const stopped = stop(server, context)
    const reply = await open
    assert.ok(post.status ? reply.status === post.status : reply.status < 300, String(reply.status))
    await reply.text()
    assert.equal(await stopped, true)
    await assert.rejects(ask('GET', '/healthz', {}))
  })
}
