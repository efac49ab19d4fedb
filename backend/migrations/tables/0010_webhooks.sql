-- Messages for partners' servers, written in the commit of what they tell of. `id` follows from that act, so that it is told
-- once; `next_at` is when it is to be tried next, none when it was delivered or given up.
CREATE TABLE webhook_messages (
    id        TEXT   NOT NULL PRIMARY KEY,
    partner   TEXT   NOT NULL,
    user_id   TEXT   NOT NULL,
    kind      TEXT   NOT NULL,
    body      TEXT   NOT NULL,
    at        BIGINT NOT NULL,
    attempts  BIGINT NOT NULL,
    next_at   BIGINT,
    outcome   TEXT   NOT NULL
);
CREATE INDEX webhook_messages_next ON webhook_messages (next_at);

-- When the partner was told that the bank will soon want the person again.
ALTER TABLE connections ADD COLUMN expiring_told_at BIGINT;
