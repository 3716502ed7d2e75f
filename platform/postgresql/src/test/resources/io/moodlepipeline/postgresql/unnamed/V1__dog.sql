CREATE TABLE dog (name text NOT NULL);
