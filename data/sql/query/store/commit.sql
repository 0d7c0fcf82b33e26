-- The end of a transaction or snapshot.
COMMIT
