// What the benchmark sends. The figure that is held against the budget is the time to the first token.
import net from 'node:net'

export const measures = 'time to the first token'
export const realistic = {
  includes: ['auth', 'logging', 'json', 'downstream'],
  routes: 4,
  first: 'data:',
  end: 'event: done',
  request: () => ({
    method: 'POST',
    path: '/v1/stream',
    role: 'writer',
    body: JSON.stringify({ prompt: 'Say which of the two it is, and why.', model: 'small', tokens: 8 }),
  }),
}

const STREAMS = 1_000

// Once for each variant, after its runs: what a thousand open streams take. Whether a client that leaves stops the
// upstream call is a drill of the contract.
export async function besides({ port, sample, bytes }) {
  const { memoryMb } = await sample()
  const body = JSON.stringify({ prompt: 'Say it slowly.', model: 'small', tokens: 512 })
  const sockets = []
  for (let at = 0; at < STREAMS; at += 1) {
    const socket = net.connect(port, '127.0.0.1', () => socket.write(bytes({ ...realistic.request(), body })))
    socket.on('error', () => {})
    sockets.push(socket)
  }
  await Promise.all(
    sockets.map((socket) => new Promise((resolve) => socket.once('data', resolve).once('close', resolve))),
  )
  const more = (await sample()).memoryMb - memoryMb
  for (const socket of sockets) socket.destroy()
  return `${more.toFixed(0)} MB more with ${STREAMS} open streams`
}
