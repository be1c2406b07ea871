// What the benchmark sends. The figure that is held against the budget is the time to the first token.
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
