// Server-sent events with backpressure: the next chunk is asked for once the reader has taken the last.
import { once } from 'node:events'

export async function writeEvents(context, response, call, events) {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
    'x-request-id': call.id,
  })
  response.flushHeaders()
  const heart = setInterval(() => {
    if (!response.writableNeedDrain) response.write(': heartbeat\n\n')
  }, context.heartbeatMs)
  try {
    for await (const event of events) await write(context, response, call.signal, event)
    await write(context, response, call.signal, { name: 'done', data: {} })
  } catch (error) {
    if (!call.signal.aborted) {
      context.log({ level: 'warn', id: call.id, error: String(error?.code ?? error) })
      await write(context, response, call.signal, { name: 'error', data: { code: 'upstream-failed' } }).catch(() => {})
    }
  } finally {
    clearInterval(heart)
    if (!response.destroyed) response.end()
  }
}

async function write(context, response, signal, { name, data }) {
  signal.throwIfAborted()
  if (response.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`)) return
  // A reader that takes nothing for this long is dropped instead of held in memory.
  const patience = AbortSignal.any([signal, AbortSignal.timeout(context.slowReaderMs)])
  try {
    await once(response, 'drain', { signal: patience })
  } catch (error) {
    if (!signal.aborted) response.destroy()
    throw error
  }
}
