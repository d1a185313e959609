-- EventBridge. What buses, rules with their targets, archives and replays say is one JSON document each.
CREATE TABLE events_bus (
  name ${name} NOT NULL PRIMARY KEY,
  document TEXT NOT NULL
) ${clustered};

CREATE TABLE events_rule (
  bus ${name} NOT NULL,
  name ${name} NOT NULL,
  document TEXT NOT NULL,
  PRIMARY KEY (bus, name)
) ${clustered};

CREATE TABLE events_archive (
  name ${name} NOT NULL PRIMARY KEY,
  document TEXT NOT NULL
) ${clustered};

CREATE TABLE events_replay (
  name ${name} NOT NULL PRIMARY KEY,
  document TEXT NOT NULL
) ${clustered};

-- Archived events. Times are milliseconds since the epoch; ids grow.
CREATE TABLE events_archived (
  archive ${name} NOT NULL,
  time_ms BIGINT NOT NULL,
  id BIGINT NOT NULL,
  kept_ms BIGINT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (archive, time_ms, id)
) ${clustered};

CREATE UNIQUE INDEX events_archived_id ON events_archived (id);
