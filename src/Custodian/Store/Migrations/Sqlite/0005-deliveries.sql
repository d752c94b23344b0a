-- Hooks that a forge sent, by its own id of the delivery, and whether they were worked off. They are no facts and no part of the
-- ledger: a hook says nothing about the gate, it only wakes a look at what is there, and the same look happens by polling. Its
-- body is never kept; Extract is what of it says where to look. Finished ones are forgotten after a time.
create table Delivery (
    Id             text    not null primary key,
    Event          text    not null,
    Action         text    null,
    RepositoryId   integer null,
    RepositoryName text    null,
    InstallationId integer null,
    Extract        text    not null check (length(Extract) <= 65535),
    ReceivedAt     text    not null,
    FinishedAt     text    null
);

create index Delivery_Unfinished on Delivery (ReceivedAt) where FinishedAt is null;
create index Delivery_Finished on Delivery (FinishedAt) where FinishedAt is not null;

-- Which repository a forge meant by the name that stands in the policy, by the forge's own number, which outlives a rename.
-- Learnt from the first hook that bore the name.
create table ForgeRepository (
    Named    text    not null primary key collate nocase,
    Id       integer not null,
    FullName text    not null,
    HeardAt  text    not null
);

create index ForgeRepository_Id on ForgeRepository (Id);
