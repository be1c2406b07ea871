// What every request goes through whatever serves it: an id, a caller, a body, a log line. The twins differ in who
// receives the bytes and who finds the route, and in nothing else.
import { randomUUID } from 'node:crypto'
import { authenticate, authorize } from './auth.js'
import { Problem, problemBody, problemOf } from './problem.js'

const ID = /^[\w-]{8,64}$/

export function requestId(headers) {
  const given = headers['x-request-id']
  return ID.test(given ?? '') ? given : randomUUID()
}

export function parseJson(bytes) {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    throw new Problem(400, 'invalid-json', 'The body is not valid JSON.')
  }
}

// Whether this caller may use this route at all: asked before a byte of a body is read.
export function admit(context, route, call) {
  if (!route.role) return
  call.caller = authenticate(context, call.headers.authorization)
  authorize(call.caller, route.role)
}

// A signal that aborts once the client has gone before its answer was finished.
export function abortSignal(response) {
  const controller = new AbortController()
  response.once('close', () => {
    if (!response.writableFinished) controller.abort()
  })
  return controller.signal
}

export function headersOf(context, call, result) {
  return { 'x-request-id': call.id, ...(context.stopping ? { connection: 'close' } : {}), ...result.headers }
}

// What is answered to an error. Null: the answer has begun, so the connection is all that can be ended.
export function failure(context, response, call, error) {
  const problem = problemOf(error)
  if (problem.status === 500) context.log({ level: 'error', id: call.id, error: String(error?.stack ?? error) })
  if (response.headersSent || response.destroyed) {
    response.destroy()
    return null
  }
  // a body that nobody reads is in the way of the next request on this connection
  const headers = problem.status === 413 ? { connection: 'close', ...problem.headers } : problem.headers
  return { status: problem.status, json: problemBody(problem, call.id), headers }
}

// One line for each request, once it is over: never a token, never a body.
export function logWhenDone(context, request, response, call) {
  const began = performance.now()
  response.once('close', () => {
    context.log({
      level: 'info',
      id: call.id,
      tenant: call.caller?.tenant ?? null,
      method: request.method,
      path: request.url.split('?')[0],
      status: response.headersSent ? response.statusCode : null,
      finished: response.writableFinished,
      ms: Math.round((performance.now() - began) * 1000) / 1000,
    })
  })
}
