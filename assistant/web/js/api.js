// Requests to the server that sent this page: the key, errors in one shape, and event streams.

import {askForKey} from './keys.js'
import {t} from './i18n.js'
import {tab} from './memory.js'

const KEY = 'keikaku.key'

export class ApiError extends Error {
  constructor(status, code, message, retryAfter = null) {
    super(message)
    this.status = status
    this.code = code
    this.retryAfter = retryAfter
  }
}

export const offers = new Set(
  (document.querySelector('meta[name=keikaku-offers]')?.content ?? '').split(' ').filter(Boolean),
)

let key = tab.get(KEY)

export const authorization = () => (key ? {Authorization: `Bearer ${key}`} : {})
export const hasKey = () => key !== null
let signedIn = null

function setKey(value) {
  key = value
  if (value) tab.set(KEY, value)
  else tab.forget(KEY)
}

export async function forgetKey() {
  await fetch('session', {method: 'DELETE', headers: authorization()}).catch(() => {})
  setKey(null)
}

/** Lets links to pages be opened in this browser, which sends no key by itself. */
function signIn() {
  if (key === null || signedIn === key) return
  signedIn = key
  fetch('session', {method: 'POST', headers: authorization()}).catch(() => {})
}

/** The response, once it is a good one. Asks for a key where the server wants one. Throws ApiError, or AbortError. */
export async function request(path, options = {}) {
  for (;;) {
    const sent = key
    const response = await send(path, options)
    if (response.status !== 401) {
      if (!response.ok) throw await asError(response)
      signIn()
      return response
    }
    if (key !== sent) continue // another request has asked for it meanwhile
    const entered = await askForKey(sent !== null)
    if (!entered) throw await asError(response)
    setKey(entered)
  }
}

async function send(path, options) {
  try {
    return await fetch(path, {...options, headers: {...options.headers, ...authorization()}})
  } catch (error) {
    if (error.name === 'AbortError') throw error
    throw new ApiError(0, 'unreachable', t('unreachable'))
  }
}

export async function asError(response) {
  const body = await response.json().catch(() => null)
  const message = body?.error?.message ?? t('failed', response.status)
  return new ApiError(response.status, body?.error?.code ?? 'http_error', message, Number(response.headers.get('Retry-After')) || null)
}

export async function getJson(path, signal) {
  return (await request(path, {headers: {Accept: 'application/json'}, signal})).json()
}

export function postJson(path, body, {accept = 'application/json', signal} = {}) {
  return request(path, {
    method: 'POST',
    headers: {'Content-Type': 'application/json', Accept: accept},
    body: JSON.stringify(body),
    signal,
  })
}

export const isStream = response => (response.headers.get('Content-Type') ?? '').startsWith('text/event-stream')

/** The events of a stream as {event, data}, data parsed from JSON. */
export async function* events(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  let buffer = ''
  try {
    for (;;) {
      const {value, done} = await reader.read()
      if (done) return
      const blocks = (buffer + value).replaceAll('\r\n', '\n').split('\n\n')
      buffer = blocks.pop()
      for (const block of blocks) {
        const parsed = parseEvent(block)
        if (parsed) yield parsed
      }
    }
  } catch (error) {
    if (error.name === 'AbortError') throw error
    throw new ApiError(0, 'interrupted', t('interrupted'))
  } finally {
    reader.cancel().catch(() => {})
  }
}

function parseEvent(block) {
  let event = 'message'
  const data = []
  for (const line of block.split('\n')) {
    const [, name, value] = line.match(/^([^:]*):? ?(.*)$/)
    if (name === 'event') event = value
    else if (name === 'data') data.push(value)
  }
  return data.length ? {event, data: JSON.parse(data.join('\n'))} : null
}

export const pagePath = (document, page) => `documents/${encodeURIComponent(document)}/pages/${page}`
