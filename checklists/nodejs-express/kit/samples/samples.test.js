import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createContext } from '../core/context.js'
import { listen, stop } from '../core/lifecycle.js'
import { Upstream } from '../core/upstream.js'
import { token } from '../tests/harness.js'
import * as infer from './infer.js'
import * as projects from './projects.js'

async function running(sample, body) {
  const context = createContext({ log: () => {}, upstream: new Upstream({ medianMs: 1 }) })
  const server = await sample.start(context)
  const port = await listen(server, context)
  const ask = (method, path, given, tenant = 'acme', authorization = `Bearer ${token(context, { tenant })}`) =>
    fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      headers: { authorization, 'content-type': 'application/json' },
      body: given,
    })
  try {
    await body(ask)
  } finally {
    context.graceMs = 0
    await stop(server, context)
  }
}

test('infer: a header alone lets nobody in, and null is refused for what it is', () =>
  running(infer, async (ask) => {
    assert.equal((await ask('POST', '/infer', '{"text":"a"}', 'acme', 'x')).status, 401)
    assert.equal((await ask('POST', '/infer', 'null')).status, 422)
    assert.equal((await ask('POST', '/infer', '{')).status, 400)
    assert.deepEqual(await (await ask('POST', '/infer', '{"text":"a"}')).json(), { label: 'accepted' })
  }))

test('projects: a tenant sees its own projects and no others', () =>
  running(projects, async (ask) => {
    assert.equal((await ask('POST', '/projects', '{"name":"a"}', 'acme', 'x')).status, 401)
    assert.equal((await ask('POST', '/projects', '{"name":{}}')).status, 422)
    const made = await (await ask('POST', '/projects', '{"name":"a"}')).json()
    assert.equal((await ask('GET', `/projects/${made.id}`)).status, 200)
    assert.equal((await ask('GET', `/projects/${made.id}`, undefined, 'other')).status, 404)
  }))
