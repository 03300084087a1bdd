create table if not exists notification (
  tenant varchar(64) not null,
  id varchar(64) not null,
  name varchar(255) not null,
  url varchar(2048) not null,
  method varchar(10) not null,
  version bigint default 0 not null,
  primary key (tenant, id)
);
-- For a database that an earlier console made.
alter table notification add column if not exists version bigint default 0 not null;
