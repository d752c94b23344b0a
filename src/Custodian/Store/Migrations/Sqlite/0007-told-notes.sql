-- What is to be added to what a forge was told: an answer to somebody there who asked for something and is not heard. An empty
-- digest says that it has to be told again, whatever it was.
alter table Told add column Note text null;
