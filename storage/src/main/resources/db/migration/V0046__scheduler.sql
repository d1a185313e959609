-- EventBridge Scheduler. Times are milliseconds since the epoch; what a schedule says is a JSON document.
CREATE TABLE schedule_group (
  name ${name} NOT NULL PRIMARY KEY,
  document TEXT NOT NULL
) ${clustered};

CREATE TABLE schedule (
  group_name ${name} NOT NULL,
  name ${name} NOT NULL,
  revision BIGINT NOT NULL,
  enabled BIGINT NOT NULL,
  created_ms BIGINT NOT NULL,
  modified_ms BIGINT NOT NULL,
  anchor_ms BIGINT NOT NULL,
  due_ms BIGINT,
  fire_ms BIGINT,
  document TEXT NOT NULL,
  PRIMARY KEY (group_name, name)
) ${clustered};

-- What is due is found here, however many schedules there are.
CREATE INDEX schedule_fire ON schedule (fire_ms) WHERE fire_ms IS NOT NULL;
