-- Each call to a bank, written down before it is made: who pays, for whom, for what. `purposes` is a JSON array, empty for
-- what the service itself needs; `run` is the journey or the refresh it belongs to; `price` is in millionths of the currency.
CREATE TABLE calls (
    id         TEXT   NOT NULL PRIMARY KEY,
    at         BIGINT NOT NULL,
    day        TEXT   NOT NULL,
    partner    TEXT   NOT NULL,
    user_id    TEXT   NOT NULL,
    connection TEXT   NOT NULL,
    account    TEXT   NOT NULL,
    purposes   TEXT   NOT NULL,
    kind       TEXT   NOT NULL,
    run        TEXT   NOT NULL,
    presence   TEXT   NOT NULL,
    price      BIGINT NOT NULL
);
CREATE INDEX calls_partner ON calls (partner, day);
CREATE INDEX calls_connection ON calls (connection, at);

-- Each time a partner's server fetched what is about a person: for what (a purpose, or a class of data).
CREATE TABLE deliveries (
    id         TEXT   NOT NULL PRIMARY KEY,
    at         BIGINT NOT NULL,
    user_id    TEXT   NOT NULL,
    connection TEXT   NOT NULL,
    what       TEXT   NOT NULL
);
CREATE INDEX deliveries_connection ON deliveries (connection, what);
