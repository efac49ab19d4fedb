/** `<guichet-connect>`: a person connects a bank account and decides what it may be used for. */
export class GuichetConnect extends HTMLElement {}

/** Its attributes. `locale` and `theme` may change at any time, the others are read when the element is connected. */
export interface GuichetAttributes {
  /** The backend's origin; the script's own when absent. */
  backend?: string;
  /** Your own address that answers a POST with `{"token"}`: asked again when a token has expired. */
  "token-url"?: string;
  /** A journey token, given with the page. */
  token?: string;
  /** The page's language when absent, French when that is neither. */
  locale?: "fr" | "en";
  theme?: "auto" | "light" | "dark";
  /** What the element is for; the journey token must be made for the same. This version has `connect` only. */
  mode?: "connect" | "manage" | "renew";
  /** The id of an institution: the bank step is skipped. */
  institution?: string;
  /** Where the steps after the bank are drawn. */
  surface?: "inline" | "hosted";
}

/** The element can be used. */
export type GuichetReady = CustomEvent<Record<string, never>>;
/** Another step is shown. */
export type GuichetStep = CustomEvent<{
  step:
    | "opening" | "bank" | "region" | "purposes" | "handoff" | "leaving" | "at-bank" | "returned" | "redeeming"
    | "outcome" | "holder" | "accounts" | "reading" | "result" | "hosted" | "hand-back" | "sent" | "ended" | "stopped"
    /** Still the bank step: the person says that their bank is not in the list. What they typed is not told. */
    | "bank-missing";
}>;
/** Sent: ask the backend for what was given. Fires at most once for a journey. */
export type GuichetSuccess = CustomEvent<{ journey: string }>;
/** Over with nothing given. Fires at most once for a journey. */
export type GuichetExit = CustomEvent<{
  journey: string;
  reason: "nothing-given" | "not-sent" | "cancelled" | "abandoned";
}>;
/** The journey cannot go on by itself. */
export type GuichetError = CustomEvent<{
  /** `mode`: the element's `mode` is not built yet, or not the journey token's. `setup`: the origin is not registered. */
  code: "journey-gone" | "token" | "setup" | "mode" | "unavailable";
}>;

declare global {
  interface HTMLElementTagNameMap {
    "guichet-connect": GuichetConnect;
  }
  interface HTMLElementEventMap {
    "guichet-ready": GuichetReady;
    "guichet-step": GuichetStep;
    "guichet-success": GuichetSuccess;
    "guichet-exit": GuichetExit;
    "guichet-error": GuichetError;
  }
}
