// The small part of Markdown that answers use, as elements: paragraphs, lists, headings, bold, code and markers.

import {h} from './dom.js'

const INLINE = /(\[\d+\]|\*\*[^*\n]+\*\*|`[^`\n]+`)/
const ITEM = /^\s*(?:[-*•・]|\d+[.)])\s+(.*)$/

/** `marker(n)` gives the element for [n], or null where there is no such citation (then the text stays as it is). */
export function formatted(text, marker) {
  const out = []
  let list = null
  for (const line of text.split('\n')) {
    if (!line.trim()) { list = null; continue }
    const item = line.match(ITEM)
    if (item) {
      if (!list) out.push(list = h('ul'))
      list.append(h('li', {}, inline(item[1], marker)))
      continue
    }
    list = null
    const heading = line.match(/^#{1,6}\s+(.*)$/)
    out.push(h('p', {}, heading ? h('strong', {}, inline(heading[1], marker)) : inline(line, marker)))
  }
  return out
}

export function inline(text, marker) {
  return text.split(INLINE).filter(Boolean).map(part => {
    const number = part.match(/^\[(\d+)\]$/)
    if (number) return marker(Number(number[1])) ?? part
    if (part.startsWith('**') && part.length > 4) return h('strong', {}, inline(part.slice(2, -2), marker))
    if (part.startsWith('`') && part.length > 2) return h('code', {}, part.slice(1, -1))
    return part
  })
}

/** A quote on one line: a page's line breaks and tabs say nothing outside of it. */
export const flat = text => text.replace(/([\u3000-\u9fff\uff00-\uffef])\s*\n\s*(?=[\u3000-\u9fff\uff00-\uffef])/g, '$1').replace(/\s+/g, ' ').trim()

export const plain = text => text.replace(/\*\*([^*\n]+)\*\*/g, '$1').replace(/`([^`\n]+)`/g, '$1')
