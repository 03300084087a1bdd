create table if not exists notification (
  tenant varchar(64) not null,
  id varchar(64) not null,
  name varchar(255) not null,
  url varchar(2048) not null,
  method varchar(10) not null,
  primary key (tenant, id)
);
