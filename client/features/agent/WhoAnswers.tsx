import { Bot } from 'lucide-react'
import { Visible } from '#client/ui/Visible.tsx'

/** Which agent it is, said plainly: nobody shall take rules for a model. */
export function WhoAnswers({ model }: { readonly model: string }) {
  return (
    <div className="who-answers">
      <span className="agent-avatar" aria-hidden>
        <Bot size={15} />
      </span>
      {model === 'playbook' ? (
        <details>
          <summary>
            <strong>This is the playbook.</strong> It works without a model and without a network.
          </summary>
          <p>
            It follows rules: it reads the question by its words and the columns of your data, proposes SQL
            and charts, mends slips that it knows, and says what it did not understand. To have a language
            model instead, start the server with one command and the key of its provider in the environment:
          </p>
          <pre className="detail">COUNTERSIGN_MODEL=anthropic:NAME npm start</pre>
          <p>
            <code>openai:NAME</code> and <code>ollama:NAME</code> work alike.
          </p>
        </details>
      ) : (
        <p>
          The agent is{' '}
          <strong>
            <Visible text={model} />
          </strong>
          , a language model. It proposes; it runs nothing.
        </p>
      )}
    </div>
  )
}
