// One shape for every error of every twin. A status and a code are public; the rest stays in the log.

export class Problem extends Error {
  constructor(status, code, message, headers = {}) {
    super(message)
    this.status = status
    this.code = code
    this.headers = headers
  }
}

// Errors that the parsers of frameworks raise, as ours. Anything unknown is a 500 that tells nothing.
export function problemOf(error) {
  if (error instanceof Problem) return error
  const status = error?.statusCode ?? error?.status
  if (status === 413) return new Problem(413, 'too-large', 'The body is larger than this route takes.')
  if (status === 415) return new Problem(415, 'wrong-type', 'Send application/json.')
  if (error?.type === 'entity.parse.failed') return new Problem(400, 'invalid-json', 'The body is not valid JSON.')
  if (status === 400) return new Problem(400, 'bad-request', 'This request cannot be read.')
  return new Problem(500, 'internal', 'Something went wrong here. Name the request id when you ask about it.')
}

export function problemBody(problem, requestId) {
  return { error: { code: problem.code, message: problem.message, request_id: requestId } }
}
