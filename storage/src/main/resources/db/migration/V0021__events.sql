-- Accepted events in their queues. The rows lie in the order of acceptance, which keeps inserts together; a queue is read
-- along the index, which also counts what is in it.
CREATE TABLE event (
  id ${rowid} NOT NULL PRIMARY KEY,
  queue INTEGER NOT NULL,
  due_ms BIGINT NOT NULL,
  accepted_ms BIGINT NOT NULL,
  request_id TEXT NOT NULL,
  function_name TEXT NOT NULL,
  qualifier TEXT NOT NULL,
  failures INTEGER NOT NULL,
  refusals INTEGER NOT NULL,
  context TEXT,
  outcome TEXT,
  payload ${blob} NOT NULL
);

CREATE INDEX event_by_due ON event (queue, due_ms, id, function_name);

-- Queues that belong to one function each.
CREATE TABLE event_queue_owner (
  queue INTEGER NOT NULL PRIMARY KEY,
  function_name TEXT NOT NULL
);
