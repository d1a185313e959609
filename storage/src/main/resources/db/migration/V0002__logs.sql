-- Log groups, streams and events. Identifiers are drawn by the program, so that every dialect agrees on them.
CREATE TABLE log_group (
  id BIGINT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
);
