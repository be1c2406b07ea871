// Two ways to ask: at a set rate of arrivals, for latency, and flat out, for the most a variant can do.
//
// A request counts from the moment it was due, not from when it could be sent. So a server that stalls is charged for
// everybody who had to wait (what closed loops leave out: coordinated omission). The uncorrected p99 stands beside it.
import http from 'node:http'
import net from 'node:net'
import { percentile } from './statistics.js'

const rounded = (value) => Math.round(value * 1000) / 1000

export async function paced(port, work, { rate, seconds, graceMs = 1000 }) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 512, maxFreeSockets: 512 })
  const total = Math.max(1, Math.round(rate * seconds))
  const began = performance.now() + 5
  const [due, plain, late] = [[], [], []]
  let failed = 0
  const open = new Set()
  for (let index = 0; index < total; index += 1) {
    const wanted = began + (index * 1000) / rate
    await until(wanted)
    const sentAt = performance.now()
    late.push(sentAt - wanted)
    const one = ask(agent, port, work, index).then(
      (at) => {
        due.push(at - wanted)
        plain.push(at - sentAt)
      },
      () => {
        failed += 1
      },
    )
    open.add(one)
    one.finally(() => open.delete(one))
  }
  let timer
  const grace = new Promise((resolve) => {
    timer = setTimeout(resolve, graceMs)
  })
  await Promise.race([Promise.all(open), grace])
  clearTimeout(timer)
  const figures = [due, plain, late].map((values) => values.slice().sort((a, b) => a - b))
  const answered = figures[0].length
  const result = { sent: total, answered, failed, late_ms: rounded(percentile(figures[2], 0.99)) }
  agent.destroy()
  if (!answered) return { ...result, p50_ms: graceMs, p95_ms: graceMs, p99_ms: graceMs, uncorrected_p99_ms: graceMs }
  for (const [name, share] of [
    ['p50_ms', 0.5],
    ['p95_ms', 0.95],
    ['p99_ms', 0.99],
  ]) {
    result[name] = rounded(percentile(figures[0], share))
  }
  return { ...result, uncorrected_p99_ms: rounded(percentile(figures[1], 0.99)) }
}

// setTimeout is up to a millisecond late, so the last one is waited for by turns of the event loop.
async function until(wanted) {
  const left = wanted - performance.now()
  if (left > 2) await new Promise((resolve) => setTimeout(resolve, left - 1.5))
  while (performance.now() < wanted) await new Promise((resolve) => setImmediate(resolve))
}

// Resolves with the moment that counts: the first chunk of a stream, else the end of the answer.
function ask(agent, port, work, index) {
  const { method, path, headers, body } = work.message(index)
  return new Promise((resolve, reject) => {
    const request = http.request({ agent, port, host: '127.0.0.1', method, path, headers }, (response) => {
      let first = null
      let last = ''
      response.on('data', (chunk) => {
        if (!work.first) return
        last = (last + chunk.toString('latin1')).slice(-512)
        if (first === null && last.includes(work.first)) first = performance.now()
      })
      response.on('end', () => {
        const good = response.statusCode < 300 && (!work.end || last.includes(work.end))
        if (good) resolve(work.first ? first : performance.now())
        else reject(new Error(`status ${response.statusCode}`))
      })
      response.on('error', reject)
    })
    request.on('error', reject)
    request.end(body)
  })
}

// How many answers, and how many a second, with every connection asking again at once. The client reads no more than it must, so that the
// server is what is measured.
export async function flatOut(port, work, { seconds, connections = 64 }) {
  const end = work.end ?? 'HTTP/1.1 2'
  let answers = 0
  let index = 0
  const sockets = []
  const next = (socket) => {
    index += 1
    socket.write(bytes(work.message(index)))
  }
  const began = performance.now()
  for (let at = 0; at < connections; at += 1) {
    const socket = net.connect(port, '127.0.0.1', () => next(socket))
    socket.setNoDelay(true)
    socket.on('error', () => {})
    let seen = ''
    socket.on('data', (chunk) => {
      seen = (seen + chunk.toString('latin1')).slice(-512)
      const refused = seen.includes('HTTP/1.1 5')
      if (!refused && !seen.includes(end)) return
      seen = ''
      answers += refused ? 0 : 1
      next(socket)
    })
    sockets.push(socket)
  }
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000))
  const perSecond = rounded(answers / ((performance.now() - began) / 1000))
  for (const socket of sockets) socket.destroy()
  return { answers, perSecond }
}

export function bytes({ method, path, headers, body = '' }) {
  const lines = Object.entries({ host: '127.0.0.1', ...headers, 'content-length': Buffer.byteLength(body) })
  return `${method} ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}`).join('\r\n')}\r\n\r\n${body}`
}
