/** `<guichet-connect>`: a person connects a bank account and decides what it may be used for. */
export class GuichetConnect extends HTMLElement {}

/** The element can be used. */
export type GuichetReady = CustomEvent<Record<string, never>>;
/** Another step is shown. */
export type GuichetStep = CustomEvent<{
  step:
    | "opening" | "bank" | "region" | "purposes" | "handoff" | "leaving" | "at-bank" | "returned" | "redeeming"
    | "outcome" | "accounts" | "reading" | "result" | "hosted" | "hand-back" | "sent" | "ended" | "stopped";
}>;
/** Sent: ask the backend for what was given. Fires at most once for a journey. */
export type GuichetSuccess = CustomEvent<{ journey: string }>;
/** Over with nothing given. Fires at most once for a journey. */
export type GuichetExit = CustomEvent<{
  journey: string;
  reason: "nothing-given" | "not-sent" | "cancelled" | "abandoned";
}>;
/** The journey cannot go on by itself. */
export type GuichetError = CustomEvent<{ code: "journey-gone" | "token" | "setup" | "unavailable" }>;

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
