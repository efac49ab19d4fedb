-- What the sweeper deletes by age, every quarter of a minute: without these each look would walk the whole table.
CREATE INDEX calls_at ON calls (at);
CREATE INDEX deliveries_at ON deliveries (at);
CREATE INDEX webhook_messages_at ON webhook_messages (at);
