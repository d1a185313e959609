-- API Gateway: what is configured of each API, and of the account under the owner ''. Documents are JSON.
CREATE TABLE api_item (
  owner ${name} NOT NULL,
  kind ${name} NOT NULL,
  id ${name} NOT NULL,
  document TEXT NOT NULL,
  PRIMARY KEY (owner, kind, id)
) ${clustered};
