-- CloudFormation. Times are milliseconds since the epoch; what a thing says is a JSON document.
CREATE TABLE cfn_stack (
  id ${name} NOT NULL PRIMARY KEY,
  name ${name} NOT NULL,
  live BIGINT NOT NULL,
  busy BIGINT NOT NULL,
  created_ms BIGINT NOT NULL,
  document TEXT NOT NULL
) ${clustered};

-- A name is that of one stack that is not deleted.
CREATE UNIQUE INDEX cfn_stack_name ON cfn_stack (name) WHERE live = 1;

CREATE INDEX cfn_stack_busy ON cfn_stack (id) WHERE busy = 1;

CREATE TABLE cfn_resource (
  stack_id ${name} NOT NULL,
  logical_id ${name} NOT NULL,
  generation BIGINT NOT NULL,
  document TEXT NOT NULL,
  PRIMARY KEY (stack_id, logical_id, generation)
) ${clustered};

CREATE TABLE cfn_event (
  stack_id ${name} NOT NULL,
  number BIGINT NOT NULL,
  document TEXT NOT NULL,
  PRIMARY KEY (stack_id, number)
) ${clustered};

CREATE TABLE cfn_change_set (
  id ${name} NOT NULL PRIMARY KEY,
  stack_id ${name} NOT NULL,
  document TEXT NOT NULL
) ${clustered};

CREATE INDEX cfn_change_set_stack ON cfn_change_set (stack_id);

CREATE TABLE cfn_export (
  name ${name} NOT NULL PRIMARY KEY,
  stack_id ${name} NOT NULL,
  content TEXT NOT NULL
) ${clustered};

CREATE TABLE cfn_import (
  stack_id ${name} NOT NULL,
  name ${name} NOT NULL,
  PRIMARY KEY (stack_id, name)
) ${clustered};
