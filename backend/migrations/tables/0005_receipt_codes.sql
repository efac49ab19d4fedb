-- The code on a person's receipt, as its SHA-256: it opens what the receipt is about, without the partner (R-098).
CREATE TABLE receipt_codes (
    hash       TEXT   NOT NULL PRIMARY KEY,
    receipt    TEXT   NOT NULL,
    connection TEXT   NOT NULL REFERENCES connections (id),
    made_at    BIGINT NOT NULL
);
CREATE UNIQUE INDEX receipt_codes_receipt ON receipt_codes (receipt);
