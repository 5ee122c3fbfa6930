/** Names of what a trace has, for words drawn by the engine and sentences on the page alike. Indexes in, visible text out. */
import { visibleText } from "../core/l10n/format";
import { laneNames } from "../core/layout/lane-names";
import { resourceNames } from "../core/layout/resource-names";
import type { Trace } from "../core/trace/types";
import { IO_KINDS } from "../core/trace/types";
import { WAIT_TARGET } from "../core/trace/vocabulary";
import type { WordTranslate } from "./word-text";

type Header = Pick<Trace, "lanes" | "resources" | "pools" | "processes" | "sites">;

export class Names {
  readonly #lanes: string[];
  readonly #resources: string[];
  readonly #pools: string[];

  /** `shown`: resources that have a row. */
  constructor(
    readonly header: Header,
    shown: readonly number[],
    readonly t: WordTranslate,
  ) {
    this.#lanes = laneNames(header);
    this.#resources = resourceNames(header.resources, shown);
    this.#pools = resourceNames(
      header.pools,
      header.pools.map((_, pool) => pool),
    );
  }

  /** So that it is clear in a sentence whose thread it is. */
  lane(lane: number): string {
    return visibleText(this.#lanes[lane] ?? "?");
  }

  resource(resource: number): string {
    return visibleText(this.#resources[resource] ?? "?");
  }

  pool(pool: number): string {
    return visibleText(this.#pools[pool] ?? "?");
  }

  process(process: number): string {
    return visibleText(this.header.processes[process]?.name ?? "?");
  }

  io(kind: number): string {
    return this.t(`io.${IO_KINDS[kind] ?? "unknown"}`);
  }

  /** `fetch`, `fetch × 250`. */
  item(functionSite: number, count: number): string {
    const own = this.header.sites[functionSite]?.function ?? "";
    const name = functionSite > 0 && own !== "" ? visibleText(own) : this.t("item.unnamed");
    return count > 1 ? this.t("item.several", { name, count }) : name;
  }

  /** What a wait is for; "" for nothing in particular. */
  object(op: number, object: number): string {
    switch (WAIT_TARGET[op]) {
      case "resource":
        return object < 0 ? "" : this.resource(object);
      case "lane":
        return object < 0 ? "" : this.lane(object);
      case "process":
        return object < 0 ? "" : this.process(object);
      case "pool":
        return object < 0 ? "" : this.pool(object);
      case "io":
        return this.io(object);
      default:
        return "";
    }
  }
}
