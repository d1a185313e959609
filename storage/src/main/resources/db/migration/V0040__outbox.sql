-- Messages on their way to their targets. Times are milliseconds since the epoch. Ids grow, and a lane is read in their order.
CREATE TABLE outbox (
  id BIGINT NOT NULL PRIMARY KEY,
  lane ${name} NOT NULL,
  accepted_ms BIGINT NOT NULL,
  failures BIGINT NOT NULL,
  due_ms BIGINT NOT NULL,
  document TEXT NOT NULL,
  body TEXT NOT NULL
) ${clustered};

CREATE INDEX outbox_lane ON outbox (lane, id);
