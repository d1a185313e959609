-- Event source mappings; what they say is one JSON document.
CREATE TABLE event_source_mapping (
  uuid TEXT NOT NULL PRIMARY KEY,
  document TEXT NOT NULL
);
