/** Questions that data alone does not answer: causes and futures. What can be shown instead is read in their place, and it is said. */

export type Within = {
  readonly text: string
  readonly told: readonly string[]
  readonly isCause: boolean
  readonly isFuture: boolean
}

const CAUSE = /\b(why|warum|weshalb|wieso|what (?:caused|causes|explains)|reasons? (?:for|why)|causes? of)\b/i
const CHANGE =
  /\b(f[ae]ll(?:s|en|ing)?|drop(?:s|ped|ping)?|sink(?:s|ing)?|sank|ris(?:e|es|en|ing)|rose|gr[eo]w(?:s|n|ing)?|declin\w*|increas\w*|decreas\w*|chang\w*|go(?:ing)? (?:up|down)|went (?:up|down)|down|up|lower|higher|worse|better)\b/i
const FUTURE =
  /\b(forecast\w*|prognos\w*|extrapolat\w*|vorhersag\w*)\b|\bpredict\w*\b(?=.*\b(next|future|coming|will|20\d\d)\b)|\bwhat will\b|\bwill\b.*\bbe\b/i
const COMING =
  /\b(?:for |in |during |over )?(?:the )?(?:next|coming|following) (?:\w+ )?(?:days?|weeks?|months?|quarters?|years?)\b|\bin (?:the )?future\b/gi

export function withinData(text: string): Within {
  if (FUTURE.test(text)) {
    const rest = text
      .replace(FUTURE, ' ')
      .replaceAll(COMING, ' ')
      .replaceAll(/\bbe\b/gi, ' ')
      .trim()
    return {
      text: `${rest} over time`,
      told: ['What comes next is not in the data: I show how it developed so far.'],
      isCause: false,
      isFuture: true,
    }
  }
  if (!CAUSE.test(text)) return { text, told: [], isCause: false, isFuture: false }
  const rest = text.replace(CAUSE, ' ').replace(/^\s*(did|do|does|is|are|was|were|has|have)\b/i, ' ')
  return {
    text: CHANGE.test(rest) ? `${rest.replace(CHANGE, ' ').trim()} over time` : rest,
    told: [
      'Why it is so, the data does not say: I can show how it developed and where it differs, not what caused it.',
    ],
    isCause: true,
    isFuture: false,
  }
}
