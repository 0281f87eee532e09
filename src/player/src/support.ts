/** What the tests share: just as much of a browser as they need. */

/** Storage in which Object.keys finds the entries, as in a browser's. */
export class MemoryStorage implements Storage {
  [name: string]: unknown;
  get length(): number { return Object.keys(this).length; }
  clear(): void { for (const key of Object.keys(this)) delete this[key]; }
  key(index: number): string | null { return Object.keys(this)[index] ?? null; }
  getItem(key: string): string | null { return (this[key] as string | undefined) ?? null; }
  setItem(key: string, value: string): void { this[key] = value; }
  removeItem(key: string): void { delete this[key]; }
}

/** An element that knows its children, attributes and listeners. */
export class FakeElement extends EventTarget {
  readonly style: Record<string, string> = { cssText: "" };
  readonly dataset: Record<string, string> = {};
  readonly attributes = new Map<string, string>();
  children: (FakeElement | string)[] = [];
  parent: FakeElement | undefined;
  id = "";
  className = "";
  href = "";

  constructor(readonly localName: string) { super(); }

  get textContent(): string {
    return this.children.map((child) => (typeof child === "string" ? child : child.textContent)).join("");
  }
  set textContent(text: string) { this.children = [text]; }

  append(...nodes: (FakeElement | string)[]): void {
    for (const node of nodes) {
      if (typeof node !== "string") {
        node.remove();
        node.parent = this;
      }
      this.children.push(node);
    }
  }
  replaceChildren(...nodes: (FakeElement | string)[]): void {
    this.children = [];
    this.append(...nodes);
  }
  insertAdjacentHTML(_: string, html: string): void { this.children.push(html); }
  remove(): void {
    if (!this.parent) return;
    this.parent.children = this.parent.children.filter((child) => child !== this);
    this.parent = undefined;
  }
  setAttribute(name: string, value: string): void { this.attributes.set(name, value); }
  getBoundingClientRect(): { left: number; top: number } { return { left: 10, top: 20 }; }
  all(): FakeElement[] {
    return this.children.flatMap((child) => (typeof child === "string" ? [] : [child, ...child.all()]));
  }
}

export class FakePage {
  readonly documentElement = new FakeElement("html");
  fullscreenElement: FakeElement | null = null;
  async exitFullscreen(): Promise<void> { this.fullscreenElement = null; }
  createElement(name: string): FakeElement { return new FakeElement(name); }
  getElementById(id: string): FakeElement | null { return this.documentElement.all().find((element) => element.id === id) ?? null; }
}
