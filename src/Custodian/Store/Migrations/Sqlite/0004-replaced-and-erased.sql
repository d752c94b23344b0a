-- "insert or replace" removes the old row without asking the triggers against removal.
create trigger Fact_is_never_replaced before insert on Fact
when exists (select 1 from Fact where Seq = new.Seq)
begin
    select raise(abort, 'a recorded fact is never replaced');
end;

create trigger Evidence_is_never_replaced before insert on Evidence
when exists (select 1 from Evidence where Sha256 = new.Sha256)
begin
    select raise(abort, 'recorded evidence is never replaced');
end;

-- The latest time that any statement of theirs named, however fast its clock was: an approval has to be younger than that.
alter table LatestVote add column LatestStated text not null default '';

update LatestVote set LatestStated = StatedAt;

-- The digest of a whole statement would let whoever guesses an erased reason confirm it. Sent again it is older than itself;
-- its hook's id stays used up, for any body.
create trigger Personal_takes_its_digest_along after delete on Personal
begin
    delete from Received
    where  Id like 'statement:%'
    and    Seq in (select Seq from Fact where Kind = 'sign-off' and json_extract(cast(Body as text), '$.statement') = old.Digest);
    update Received
    set    Digest = ''
    where  Id like 'hook:%'
    and    Seq in (select Seq from Fact where Kind = 'sign-off' and json_extract(cast(Body as text), '$.statement') = old.Digest);
end;
