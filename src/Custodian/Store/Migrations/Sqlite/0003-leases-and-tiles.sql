-- Who may act on a repository just now. Fence only grows: who holds an older number has lost the lease.
create table Lease (
    Name   text    not null primary key,
    Holder text    not null,
    Fence  integer not null,
    Until  text    not null
);

-- Tiles of the ledger's tree (at most 256 hashes of 32 bytes each), so that no proof re-hashes the whole log: full ones at
-- level 0, growing ones above. A projection of Fact.LeafHash.
create table Tile (
    Level  integer not null,
    Number integer not null,
    Hashes blob    not null,
    primary key (Level, Number)
);
