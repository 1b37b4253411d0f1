/** Deletes a block, or says what stands for it: what is recorded is retired, or proposed for removal, with a way back. */
import type { BlockActs } from '#client/workspace/useBlockActs.ts'
import type { Block } from '#client/workspace/blocks.ts'
import { blockTitleOf } from '#client/workspace/blockTitle.ts'
import { deletionOf } from '#client/workspace/deletion.ts'
import { removalOf } from '#client/workspace/planRun.ts'
import { stepFactsOf } from '#client/workspace/stepStatus.ts'
import { say } from '#client/workspace/toasts.ts'
import { useSession } from '#client/workspace/useSession.ts'
import type { PersonCommand } from '#shared/command.ts'
import type { ProposalId } from '#shared/ids.ts'

export function useDeleteBlock(acts: BlockActs): (block: Block) => void {
  const { fold, send } = useSession()
  const ask = async (
    command: PersonCommand,
    done: string,
    wayBack?: Parameters<typeof say>[1],
  ): Promise<void> => {
    const answer = await send(command)
    if (answer.ok) say(done, wayBack)
    else say(answer.error.detail)
  }
  const withdrawal = (proposalId: ProposalId) => ({
    label: 'Withdraw it',
    run: () =>
      void ask(
        { type: 'WithdrawProposal', data: { proposalId } },
        'The proposal is withdrawn: the step stays.',
      ),
  })
  return (block) => {
    const state = fold.state()
    const name = blockTitleOf(state, block.id)
    switch (deletionOf(block, state)) {
      case 'delete':
        acts.remove(block.id)
        return say('The block is deleted.', { label: 'Undo', run: acts.undo })
      case 'discard-draft':
        acts.remove(block.id)
        return say(`The draft of ${name} is discarded; what is recorded stays.`, {
          label: 'Undo',
          run: acts.undo,
        })
      case 'retire':
        return offerToRetire(block)
      case 'propose-removal':
      case 'withdraw':
        return removeStep(block, name)
      case 'nothing':
        return say(`${name} stands for nothing any more; it stays in the record.`)
    }
  }

  function offerToRetire(block: Block): void {
    if (block.kind === 'objective' && block.fact) {
      const data = { objectiveId: block.fact.objectiveId }
      say('It is recorded, so it can only be retired: it is asked no longer.', {
        label: 'Retire it',
        run: () => void ask({ type: 'RetireObjective', data }, 'The objective is retired.'),
      })
    } else if (block.kind === 'constraint' && block.fact) {
      const data = { constraintId: block.fact.constraintId }
      say('It is recorded, so it can only be retired: it holds no longer.', {
        label: 'Retire it',
        run: () => void ask({ type: 'RetireConstraint', data }, 'The constraint is retired.'),
      })
    }
  }

  function removeStep(block: Block, name: string): void {
    if (block.kind !== 'step' || !block.step) return
    const { pending, definition } = stepFactsOf(fold.state(), block.step)
    if (pending)
      return say(
        `A proposal for ${name} waits: decide on it, or withdraw it.`,
        withdrawal(pending.proposalId),
      )
    if (!definition) return
    const command = removalOf(block.step, definition)
    void ask(
      command,
      `The removal of ${name} is proposed: it stays until that is approved.`,
      withdrawal(command.data.proposalId),
    )
  }
}
