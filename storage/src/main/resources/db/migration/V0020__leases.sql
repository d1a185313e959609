-- Who owns what for now. A row stays when its lease is released: the token of a resource only grows.
CREATE TABLE lease (
  resource TEXT NOT NULL PRIMARY KEY,
  holder TEXT NOT NULL,
  token BIGINT NOT NULL,
  expires_ms BIGINT NOT NULL
);
