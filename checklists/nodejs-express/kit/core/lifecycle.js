// Starting and stopping a server: limits on slow clients, and a stop that lets open requests finish.
export async function listen(server, context, port = 0) {
  server.headersTimeout = context.headersTimeoutMs
  server.requestTimeout = context.requestTimeoutMs
  server.keepAliveTimeout = context.keepAliveTimeoutMs
  server.maxHeadersCount = 100
  await new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return server.address().port
}

// True: every open request finished within the grace period.
export async function stop(server, context) {
  context.stopping = true
  const closed = new Promise((resolve) => server.close(() => resolve(true)))
  server.closeIdleConnections()
  const sweep = setInterval(() => server.closeIdleConnections(), 50)
  let timer
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, context.graceMs, false)
  })
  const graceful = await Promise.race([closed, late])
  clearInterval(sweep)
  clearTimeout(timer)
  server.closeAllConnections()
  return graceful
}
