import { blockOrder, chooseBlockOrder, type BlockOrder } from '#client/workspace/blockOrder.ts'
import { useSignal } from '#client/workspace/useSession.ts'

const ORDERS: readonly { readonly order: BlockOrder; readonly words: string; readonly says: string }[] = [
  { order: 'by-hand', words: 'By hand', says: 'As the blocks were placed: everybody sees this order' },
  {
    order: 'by-dependency',
    words: 'By dependency',
    says: 'Each step behind what it reads: only you see it so, and nothing is moved',
  },
]

export function OrderChoice() {
  const chosen = useSignal(blockOrder)
  return (
    <div className="order-choice" role="group" aria-label="Order of the blocks">
      {chosen === 'by-dependency' && (
        <span className="order-says">Only you see it so, and nothing is moved</span>
      )}
      <span aria-hidden>Order</span>
      <span className="segments">
        {ORDERS.map(({ order, words, says }) => (
          <button
            key={order}
            type="button"
            title={says}
            aria-pressed={order === chosen}
            onClick={() => chooseBlockOrder(order)}
          >
            {words}
          </button>
        ))}
      </span>
    </div>
  )
}
