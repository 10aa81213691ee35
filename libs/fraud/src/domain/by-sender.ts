/** Items of one batch, gathered by sender; the order of a sender's items is kept. */
export function bySender<Item extends { readonly senderId: string }>(items: readonly Item[]): Map<string, Item[]> {
  const gathered = new Map<string, Item[]>();
  for (const item of items) {
    const list = gathered.get(item.senderId);
    if (list) list.push(item);
    else gathered.set(item.senderId, [item]);
  }
  return gathered;
}
