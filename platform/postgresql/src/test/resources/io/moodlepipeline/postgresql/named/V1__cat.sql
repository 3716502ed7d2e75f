CREATE TABLE cat (name text NOT NULL);
