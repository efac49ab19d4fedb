-- The ledger: one entry for each act, each with the hash of the one before it. `body` is sealed under a key of the
-- person's own; the hash is over the sealed bytes, so that the chain can still be checked when that key is gone.
CREATE TABLE ledger (
    seq      BIGINT NOT NULL PRIMARY KEY,
    once     TEXT   NOT NULL,
    person   TEXT   NOT NULL,
    partner  TEXT   NOT NULL,
    act      TEXT   NOT NULL,
    at       BIGINT NOT NULL,
    body     TEXT   NOT NULL,
    previous TEXT   NOT NULL,
    hash     TEXT   NOT NULL
);
CREATE UNIQUE INDEX ledger_once ON ledger (once);
CREATE INDEX ledger_person ON ledger (person);

-- The last entry. Whoever adds one queues at this row, so that there are no two entries behind the same one.
CREATE TABLE ledger_head (
    one  BIGINT NOT NULL PRIMARY KEY,
    seq  BIGINT NOT NULL,
    hash TEXT   NOT NULL
);
INSERT INTO ledger_head (one, seq, hash) VALUES (1, 0, '');

-- Under which name the ledger knows a user, and the key that seals what it says of him, itself sealed by the master
-- key. Erasing a person deletes this row: nothing then leads from the ledger to anybody.
CREATE TABLE persons (
    user_id TEXT   NOT NULL PRIMARY KEY,
    person  TEXT   NOT NULL,
    sealed  TEXT   NOT NULL,
    made_at BIGINT NOT NULL
);

-- Every text that was shown, by its hash (R-105).
CREATE TABLE notices (
    hash    TEXT NOT NULL PRIMARY KEY,
    version TEXT NOT NULL,
    locale  TEXT NOT NULL,
    body    TEXT NOT NULL
);
