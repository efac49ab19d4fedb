-- What the formulas of given purposes found, once for each reading. `body` is sealed: the very values that the person
-- saw and that the partner gets. Consents that cover a purpose of a connection cover its row.
CREATE TABLE insights (
    connection  TEXT   NOT NULL REFERENCES connections (id),
    purpose     TEXT   NOT NULL,
    body        TEXT   NOT NULL,
    computed_at BIGINT NOT NULL,
    PRIMARY KEY (connection, purpose)
);

-- Transactions that the person said are misread. Which ones never leaves; how many goes along with the values.
CREATE TABLE corrections (
    account        TEXT   NOT NULL REFERENCES accounts (id),
    transaction_id TEXT   NOT NULL,
    at             BIGINT NOT NULL,
    PRIMARY KEY (account, transaction_id)
);
