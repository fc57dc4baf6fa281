// One question to the server: streamed where it streams, whole where it does not.

import {ApiError, events, isStream, postJson} from './api.js'
import {history} from './conversations.js'
import {lang} from './i18n.js'

/**
 * Resolves to the full reply. `on.evidence(passages)`, `on.statement(text, citations)` and `on.withheld()` are called as
 * they come. Throws ApiError, or AbortError when `signal` stops it.
 */
export async function ask(question, conversation, filters, on, signal) {
  const body = {question, lang: lang(), ...filters}
  if (conversation.session) body.session_id = conversation.session
  else if (conversation.turns.length) body.history = history(conversation)
  const options = {accept: 'text/event-stream, application/json;q=0.9', signal}
  let response
  try {
    response = await postJson('chat', body, options)
  } catch (error) {
    if (!(error.status === 404 && body.session_id)) throw error
    conversation.session = null
    delete body.session_id
    response = await postJson('chat', {...body, history: history(conversation)}, options)
  }
  const reply = isStream(response) ? await read(response, on) : await response.json()
  conversation.session = reply.session_id ?? null
  return {...reply, lang: body.lang}
}

async function read(response, on) {
  for await (const {event, data} of events(response)) {
    if (event === 'evidence') on.evidence(data.passages)
    else if (event === 'statement') on.statement(data.text, data.citations)
    else if (event === 'withheld') on.withheld(data.reason)
    else if (event === 'final') return data
    else if (event === 'error') throw new ApiError(500, data.error?.code ?? 'error', data.error?.message ?? '')
  }
  throw new ApiError(0, 'interrupted', '')
}
