import { carries, listPids, type ProcessView, readProcess } from "./process-table.ts";

interface Known {
  readonly view: ProcessView;
  readonly member: boolean;
}

/**
 * The processes of one launch: the leader, its descendants, whatever shares their group or session, and whatever
 * carries the mark of this run in its environment. Once a member, always a member, wherever it went.
 *
 * A look costs a list of pids and a read for each new one. The others are only read again on request: a pid comes back
 * after a round through all of them, which takes longer than the time between two looks.
 */
export class ProcessTree {
  readonly #leader: number;
  readonly #mark: string;
  #known = new Map<number, Known>();

  /** @param mark the variable, `NAME=value`, that every process of this run inherits. */
  constructor(leader: number, mark: string) {
    this.#leader = leader;
    this.#mark = mark;
  }

  /**
   * Looks again.
   * @param all read every process anew.
   * @returns whether the members changed; null where the system shows no processes.
   * @throws CannotLook.
   */
  refresh(all: boolean): boolean | null {
    const pids = listPids();
    if (pids === null) return null;
    const before = new Map([...this.#known].filter(([, { member }]) => member || !all));
    const kept = new Map(pids.flatMap((pid) => this.#keep(pid, before.get(pid), all)));
    const fresh = pids
      .filter((pid) => !kept.has(pid))
      .map(readProcess)
      .filter((view) => view !== null);
    this.#known = new Map([...kept, ...this.#sort(fresh, kept)]);
    return this.#signature(before) !== this.#signature(this.#known);
  }

  /** The pids of the living members. */
  members(): number[] {
    return this.#views().map(({ pid }) => pid);
  }

  /** Members that a signal to the leader's group does not reach. */
  outsiders(): ProcessView[] {
    return this.#views().filter(({ group }) => group !== this.#leader);
  }

  parentOf(pid: number): number | undefined {
    return this.#known.get(pid)?.view.parent;
  }

  #views(): ProcessView[] {
    return [...this.#known.values()]
      .filter(({ member, view }) => member && view.alive)
      .map(({ view }) => view);
  }

  #keep(pid: number, known: Known | undefined, all: boolean): [number, Known][] {
    if (!known) return [];
    if (!all) return [[pid, known]];
    const view = readProcess(pid);
    return view?.started === known.view.started ? [[pid, { view, member: true }]] : [];
  }

  /** A child may have been read before its parent, so this goes on until nobody joins. */
  #sort(fresh: readonly ProcessView[], kept: ReadonlyMap<number, Known>): [number, Known][] {
    const members = new Set([...kept].filter(([, { member }]) => member).map(([pid]) => pid));
    const marked = fresh.filter((view) => this.#isMarked(view));
    for (const { pid } of marked) members.add(pid);
    for (let size = -1; size !== members.size; ) {
      size = members.size;
      for (const { pid, parent, session } of fresh)
        if (members.has(parent) || members.has(session)) members.add(pid);
    }
    return fresh.map((view) => [view.pid, { view, member: members.has(view.pid) }]);
  }

  #isMarked({ pid, group, session }: ProcessView): boolean {
    return (
      pid === this.#leader ||
      group === this.#leader ||
      session === this.#leader ||
      carries(pid, this.#mark)
    );
  }

  #signature(known: ReadonlyMap<number, Known>): string {
    return [...known]
      .filter(([, { member, view }]) => member && view.alive)
      .map(([pid]) => pid)
      .join(" ");
  }
}
