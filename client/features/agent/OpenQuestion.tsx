import { MessageCircleQuestion } from 'lucide-react'
import { useState } from 'react'
import { Button } from '#client/ui/Button.tsx'
import { Notice } from '#client/ui/Notice.tsx'
import { Visible } from '#client/ui/Visible.tsx'
import { useAct } from '#client/workspace/useAct.ts'
import type { Question } from '#shared/workspace.ts'
import { WhenMay } from '#client/workspace/WhenMay.tsx'

export function OpenQuestion({ question }: { readonly question: Question }) {
  const [answer, setAnswer] = useState('')
  const act = useAct()
  const send = (words: string): void =>
    void act.ask({ type: 'AnswerQuestion', data: { questionId: question.questionId, answer: words.trim() } })
  return (
    <section className="question" aria-label="Question of the agent">
      <h4>
        <MessageCircleQuestion size={15} aria-hidden /> The agent asks
      </h4>
      <p>
        <Visible text={question.text} />
      </p>
      <WhenMay ask="AnswerQuestion">
        {question.options.length > 0 && (
          <div className="actions">
            {question.options.map((option) => (
              <Button key={option} isSmall disabled={act.isBusy} onClick={() => send(option)}>
                <Visible text={option} />
              </Button>
            ))}
          </div>
        )}
        <form
          className="actions"
          onSubmit={(event) => {
            event.preventDefault()
            send(answer)
          }}
        >
          <input
            className="field grow"
            aria-label="Your answer"
            placeholder={question.options.length > 0 ? 'Or in your own words' : 'Your answer'}
            value={answer}
            onChange={(event) => setAnswer(event.target.value)}
          />
          <Button type="submit" disabled={answer.trim() === '' || act.isBusy}>
            Answer
          </Button>
        </form>
      </WhenMay>
      {act.problem && <Notice look="bad">{act.problem.detail}</Notice>}
    </section>
  )
}
