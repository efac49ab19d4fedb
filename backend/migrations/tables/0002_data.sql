-- What a person connected and gave.

CREATE TABLE connections (
    id         TEXT   NOT NULL PRIMARY KEY,
    journey    TEXT   NOT NULL REFERENCES journeys (id),
    partner    TEXT   NOT NULL,
    user_id    TEXT   NOT NULL REFERENCES users (id),
    connector  TEXT   NOT NULL,
    bank       TEXT   NOT NULL,
    choice     TEXT   NOT NULL,
    status     TEXT   NOT NULL,
    tokens     TEXT,
    created_at BIGINT NOT NULL,
    sca_due    BIGINT NOT NULL,
    sent_at    BIGINT,
    closed_at  BIGINT,
    revocation TEXT
);
CREATE INDEX connections_user ON connections (partner, user_id);
CREATE INDEX connections_status ON connections (status);

-- `shown` and `upstream` are sealed: the label and the bank's own identifiers.
CREATE TABLE accounts (
    id          TEXT   NOT NULL PRIMARY KEY,
    connection  TEXT   NOT NULL REFERENCES connections (id),
    place       BIGINT NOT NULL,
    shown       TEXT   NOT NULL,
    upstream    TEXT   NOT NULL,
    linked_at   BIGINT
);
CREATE INDEX accounts_connection ON accounts (connection);

CREATE TABLE balances (
    account TEXT   NOT NULL REFERENCES accounts (id),
    place   BIGINT NOT NULL,
    body    TEXT   NOT NULL,
    PRIMARY KEY (account, place)
);

-- `place` counts from the oldest transaction; `body` is sealed.
CREATE TABLE transactions (
    account TEXT   NOT NULL REFERENCES accounts (id),
    place   BIGINT NOT NULL,
    booked  TEXT   NOT NULL,
    body    TEXT   NOT NULL,
    PRIMARY KEY (account, place)
);
CREATE INDEX transactions_booked ON transactions (account, booked);

-- Append-only: a consent is never changed, another row says what became of it.
CREATE TABLE consents (
    id             TEXT   NOT NULL PRIMARY KEY,
    receipt        TEXT   NOT NULL,
    partner        TEXT   NOT NULL,
    user_id        TEXT   NOT NULL,
    connection     TEXT   NOT NULL,
    account        TEXT   NOT NULL,
    account_type   TEXT   NOT NULL,
    purpose        TEXT   NOT NULL,
    data_class     TEXT   NOT NULL,
    basis          TEXT   NOT NULL,
    act            TEXT   NOT NULL,
    notice_version TEXT   NOT NULL,
    notice_locale  TEXT   NOT NULL,
    notice_hash    TEXT   NOT NULL,
    at             BIGINT NOT NULL,
    until          BIGINT NOT NULL
);
CREATE INDEX consents_account ON consents (account, data_class);
CREATE INDEX consents_user ON consents (partner, user_id);
