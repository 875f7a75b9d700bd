/** A vote on a post, or on one that is merged into it. */
export type CastVote = { id: number; postId: number; personId: number; value: number; createdAt: Date };

/**
 * One vote for each person, of those on a post and on all that are merged into it: the vote on the post itself wins, else
 * the newest.
 */
export function countedVotes<Vote extends CastVote>(votes: readonly Vote[], standingId: number): Vote[] {
  const counted = new Map<number, Vote>();
  for (const vote of votes) {
    const rival = counted.get(vote.personId);
    if (rival === undefined || winsOver(vote, rival, standingId)) counted.set(vote.personId, vote);
  }
  return [...counted.values()];
}

function winsOver(vote: CastVote, rival: CastVote, standingId: number): boolean {
  const [own, other] = [vote.postId === standingId, rival.postId === standingId];
  if (own !== other) return own;
  const later = vote.createdAt.getTime() - rival.createdAt.getTime();
  return later === 0 ? vote.id > rival.id : later > 0;
}
