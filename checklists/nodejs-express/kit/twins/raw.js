// Node's own http, and nothing else: what a team writes and keeps itself. Routes, bodies, limits, errors.
import http from 'node:http'
import { abortSignal, admit, failure, headersOf, logWhenDone, parseJson, requestId } from '../core/call.js'
import { writeEvents } from '../core/events.js'
import { Problem } from '../core/problem.js'

export function createServer(routes, context) {
  const table = compile(routes)
  return http.createServer({ connectionsCheckingInterval: context.checkEveryMs }, (request, response) => {
    serve(table, context, request, response)
  })
}

async function serve(table, context, request, response) {
  const call = { id: requestId(request.headers), headers: request.headers, signal: abortSignal(response) }
  logWhenDone(context, request, response, call)
  try {
    const route = find(table, request.method, request.url.split('?', 1)[0], call)
    admit(context, route, call)
    if (route.body) call.body = await readBody(context, route, request)
    await send(context, response, call, await route.handle(call))
  } catch (error) {
    const result = failure(context, response, call, error)
    if (result) await send(context, response, call, result)
  }
}

async function send(context, response, call, result) {
  if (result.events) return writeEvents(context, response, call, result.events)
  const body = Buffer.from(JSON.stringify(result.json))
  response.writeHead(result.status ?? 200, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': body.length,
    ...headersOf(context, call, result),
  })
  response.end(body)
}

function compile(routes) {
  const exact = new Map()
  const patterns = []
  for (const route of routes) {
    if (!route.path.includes(':')) {
      exact.set(`${route.method} ${route.path}`, route)
      continue
    }
    const source = route.path.replace(/:(\w+)/g, '(?<$1>[^/]{1,128})')
    patterns.push({ route, pattern: new RegExp(`^${source}$`) })
  }
  return { exact, patterns }
}

function find({ exact, patterns }, method, path, call) {
  const route = exact.get(`${method} ${path}`)
  call.params = {}
  if (route) return route
  for (const one of patterns) {
    const match = one.route.method === method && one.pattern.exec(path)
    if (match) {
      call.params = decoded(match.groups)
      return one.route
    }
  }
  throw new Problem(404, 'not-found', 'There is nothing here.')
}

function decoded(groups) {
  try {
    return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value)]))
  } catch {
    throw new Problem(404, 'not-found', 'There is nothing here.')
  }
}

async function readBody(context, route, request) {
  const type = request.headers['content-type']
  if (route.body === 'json' && !/^application\/json(;|$)/i.test(type ?? '')) {
    throw new Problem(415, 'wrong-type', 'Send application/json.')
  }
  const tooLarge = new Problem(413, 'too-large', 'The body is larger than this route takes.')
  if (Number(request.headers['content-length'] ?? 0) > context.bodyLimit) throw tooLarge
  const bytes = await new Promise((resolve, reject) => {
    const chunks = []
    let length = 0
    request.on('data', (chunk) => {
      length += chunk.length
      if (length > context.bodyLimit) {
        request.pause()
        reject(tooLarge)
      } else chunks.push(chunk)
    })
    request.once('end', () => resolve(Buffer.concat(chunks)))
    request.once('error', reject)
  })
  return route.body === 'json' ? parseJson(bytes) : bytes
}
