-- What the sweeper looks for: consents of a connection, and what was written down of the end of one.
CREATE INDEX consents_connection ON consents (connection);
CREATE INDEX consents_receipt ON consents (receipt, account, purpose);
